package dev.windsock.doctor;

/**
 * What became of the messages that were sent one after the other.
 *
 * @param applied answered with an error though the server had taken them, as the answer to the repeat said
 * @param doubtful answered with an error, and passed when sent again
 * @param failed never passed
 * @param status what stood in the answer's place
 * @param who who gave it
 */
record SentSeen(int sent, int applied, int doubtful, int failed, String status, String who) {}
