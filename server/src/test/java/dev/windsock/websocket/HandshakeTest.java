package dev.windsock.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private static final String ACCEPTED = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @Test
    void theKeyOfTheStandardIsAcceptedAsTheStandardSays() {
        // RFC 6455 section 1.3
        assertThat(Handshake.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void aKeyIsOf16Bytes() {
        assertThat(Handshake.isKey("dGhlIHNhbXBsZSBub25jZQ==")).isTrue();
        assertThat(Handshake.isKey(" dGhlIHNhbXBsZSBub25jZQ== ")).isTrue();
        assertThat(Handshake.isKey("dGhlIHNhbXBsZSBub25jZQ"))
                .as("without padding")
                .isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "AAAA", "dGhlIHNhbXBsZSBub25jZSE=", "dGhlIHNhbXBs*SBub25jZQ=="})
    void whatIsNot16BytesInBase64IsNoKey(@Nullable String key) {
        assertThat(Handshake.isKey(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "PerMessage-Deflate",
                " permessage-deflate ; client_max_window_bits ",
                "permessage-deflate;client_max_window_bits=8",
                "permessage-deflate; client_max_window_bits=15",
                "permessage-deflate; client_max_window_bits=\"10\"",
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; SERVER_NO_CONTEXT_TAKEOVER",
                "x-webkit-deflate-frame, permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate",
                "permessage-deflate; unknown, permessage-deflate; client_max_window_bits",
                "permessage-deflate, permessage-deflate; server_max_window_bits=15"
            })
    void anOfferThatCanBeMetIsAccepted(String offers) {
        assertThat(Handshake.extensions(offers)).isEqualTo(ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=\"15\"; client_max_window_bits"
            })
    void theLargestWindowIsAgreedToWhereItIsAskedFor(String offers) {
        assertThat(Handshake.extensions(offers)).isEqualTo(ACCEPTED + "; server_max_window_bits=15");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ",",
                ";",
                "permessage-bzip2",
                "deflate",
                "permessage-deflate; unknown",
                "permessage-deflate;",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits=14",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits=x",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=true",
                "permessage-deflate; client_max_window_bits; client_max_window_bits",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover"
            })
    void anOfferThatCannotBeMetIsDeclined(@Nullable String offers) {
        assertThat(Handshake.extensions(offers)).isNull();
    }
}
