package dev.windsock.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.CloseCode;
import dev.windsock.protocol.Frame;
import dev.windsock.protocol.Frames;
import dev.windsock.protocol.TransportName;
import dev.windsock.websocket.FrameWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DialectsTest {
    private static final Frame PONG = Frames.pong(7);
    private static final Frame CONNECT = Frames.connect(
            1,
            new Frames.Connected("c", null, null, TransportName.SSE, TransportName.ALL, "W", 1, 5, 2, 3, "n", 0),
            Map.of());
    private static final String GREETING = "id|0|X|";

    private static String said(Dialect dialect, Frame frame) {
        return new String(dialect.encode(frame), UTF_8);
    }

    private static AtmosphereDialect atmosphere(AtmosphereDialect.Transport transport, boolean withLength) {
        return new AtmosphereDialect(transport, withLength, GREETING);
    }

    @Test
    void onAWebSocketAFrameIsAMessage() {
        assertThat(WindsockDialect.WEBSOCKET.encode(PONG)).isEqualTo(FrameWriter.text(PONG.json()));
        assertThat(WindsockDialect.WEBSOCKET_DEFLATED.encode(PONG)).isEqualTo(FrameWriter.text(PONG.json()));
        assertThat(WindsockDialect.WEBSOCKET.answersPings()).isTrue();
        assertThat(WindsockDialect.WEBSOCKET_DEFLATED.answersPings()).isTrue();
    }

    @Test
    void inAnAnswerAFrameIsALine() {
        assertThat(said(WindsockDialect.LINES, PONG)).isEqualTo("{\"id\":7,\"ping\":{}}\n");
        assertThat(WindsockDialect.LINES.isJoint()).isTrue();
    }

    @Test
    void onAChunkedStreamAFrameIsAChunk() {
        assertThat(said(WindsockDialect.SSE_CHUNKED, PONG))
                .isEqualTo("26\r\nevent: ping\ndata: {\"id\":7,\"ping\":{}}\n\n\r\n");
        assertThat(said(WindsockDialect.SSE_CHUNKED, Frames.ping())).isEqualTo("8\r\n: ping\n\n\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void eachDialectHasItsFormOfPublications(WindsockDialect dialect) {
        WireForm expected = switch (dialect) {
            case WEBSOCKET -> WireForm.WEBSOCKET;
            case WEBSOCKET_DEFLATED -> WireForm.WEBSOCKET_DEFLATED;
            case SSE -> WireForm.SSE;
            case SSE_CHUNKED -> WireForm.SSE_CHUNKED;
            case LINES -> WireForm.LINE;
        };
        assertThat(dialect.encoding()).isSameAs(expected);
    }

    @Test
    void atmospheresGreetingTakesThePlaceOfConnect() {
        assertThat(atmosphere(AtmosphereDialect.Transport.WEBSOCKET, false).encode(CONNECT))
                .isEqualTo(FrameWriter.text(GREETING.getBytes(UTF_8)));
        assertThat(said(atmosphere(AtmosphereDialect.Transport.SSE, false), CONNECT))
                .isEqualTo("data:id|0|X|\n\n");
        assertThat(said(atmosphere(AtmosphereDialect.Transport.BODY, false), CONNECT))
                .isEqualTo("id|0|X|");
        assertThat(said(atmosphere(AtmosphereDialect.Transport.BODY, true), CONNECT))
                .isEqualTo("7|id|0|X|");
        assertThat(said(new AtmosphereDialect(AtmosphereDialect.Transport.SSE, true, null), CONNECT))
                .isEmpty();
    }

    @Test
    void atmospheresPingIsWhatEachOfItsTransportsTakes() {
        assertThat(atmosphere(AtmosphereDialect.Transport.WEBSOCKET, true).encode(Frames.ping()))
                .isEqualTo(FrameWriter.ping());
        assertThat(said(atmosphere(AtmosphereDialect.Transport.SSE, false), Frames.ping()))
                .isEqualTo("data:X\n\n");
        assertThat(said(atmosphere(AtmosphereDialect.Transport.SSE, true), Frames.ping()))
                .isEqualTo("data:1|X\n\n");
        assertThat(said(atmosphere(AtmosphereDialect.Transport.BODY, false), Frames.ping()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void atmosphereHasNoWordForAnythingElse(AtmosphereDialect.Transport transport) {
        AtmosphereDialect dialect = atmosphere(transport, true);
        assertThat(dialect.encode(Frames.close(CloseCode.SHUTDOWN, "r"))).isEmpty();
        assertThat(dialect.encode(Frames.unsubscribe(1, "a"))).isEmpty();
        assertThat(dialect.answersPings()).isFalse();
        assertThat(dialect.isJoint()).isEqualTo(transport == AtmosphereDialect.Transport.WEBSOCKET);
    }

    @Test
    void atmospheresFormsAreWithLengthWhereAskedFor() {
        assertThat(atmosphere(AtmosphereDialect.Transport.WEBSOCKET, false).encoding())
                .isSameAs(WireForm.ATMOSPHERE_WEBSOCKET);
        assertThat(atmosphere(AtmosphereDialect.Transport.WEBSOCKET, true).encoding())
                .isSameAs(WireForm.ATMOSPHERE_WEBSOCKET_LENGTH);
        assertThat(atmosphere(AtmosphereDialect.Transport.SSE, false).encoding())
                .isSameAs(WireForm.ATMOSPHERE_SSE);
        assertThat(atmosphere(AtmosphereDialect.Transport.SSE, true).encoding())
                .isSameAs(WireForm.ATMOSPHERE_SSE_LENGTH);
        assertThat(atmosphere(AtmosphereDialect.Transport.BODY, false).encoding())
                .isSameAs(WireForm.ATMOSPHERE_BODY);
        assertThat(atmosphere(AtmosphereDialect.Transport.BODY, true).encoding())
                .isSameAs(WireForm.ATMOSPHERE_BODY_LENGTH);
    }
}
