// SPDX-License-Identifier: Apache-2.0

import assert from 'node:assert/strict';
import { StateProofError } from '../../src/index.js';

/** The code of the error that `run` provokes. */
export function refusal(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		assert.ok(error instanceof StateProofError, String(error));
		return error.code;
	}
	return 'accepted';
}
