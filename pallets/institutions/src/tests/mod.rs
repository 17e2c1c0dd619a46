// SPDX-License-Identifier: Apache-2.0

mod admission;
mod allowance;
mod credentials;
mod did;
mod genesis;
mod groups;
mod keys;
mod origins;
mod properties;
mod scenario;
mod suspension;
mod try_state;
