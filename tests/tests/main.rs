// SPDX-License-Identifier: Apache-2.0

//! Scenarios on the real runtime, by theme.

mod admission;
mod allowance;
mod bodies;
mod claims;
mod consensus;
mod devices;
mod governance;
mod journey;
mod medicines;
mod origins;
mod ownership;
mod properties;
mod runtime;
mod sharing;
mod suspension;
mod trials;
mod wallets;
mod weights;
