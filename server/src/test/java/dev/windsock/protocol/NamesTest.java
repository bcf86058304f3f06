package dev.windsock.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", "docs:ws", "a_b.c:d~e@f-g", "0--"})
    void aChannelMayBeCalledThat(String name) {
        assertThat(Names.channel(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "_a", ".a", ":a", "~a", "@a", "-a", "a b", "a/b", "a\n", "a\"", "é", "aé", "a\u0000", "a+b"})
    void aChannelMayNotBeCalledThat(String name) {
        assertThatThrownBy(() -> Names.channel(name))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_CHANNEL));
    }

    @Test
    void channelsHave128CharactersAtMost() {
        assertThat(Names.channel("c".repeat(128))).hasSize(128);
        assertThatThrownBy(() -> Names.channel("c".repeat(129))).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "-", "_", "Ab_9-"})
    void aClientMayBeCalledThat(String id) {
        assertThat(Names.client(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a:b", "a b", "é", "a\n"})
    void aClientMayNotBeCalledThat(String id) {
        assertThatThrownBy(() -> Names.client(id))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_COMMAND));
    }

    @Test
    void clientsHave64CharactersAtMost() {
        assertThat(Names.client("c".repeat(64))).hasSize(64);
        assertThatThrownBy(() -> Names.client("c".repeat(65))).isInstanceOf(ProtocolException.class);
    }
}
