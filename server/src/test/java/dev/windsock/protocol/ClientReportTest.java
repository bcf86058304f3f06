package dev.windsock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.ClientReport.Blocked;
import dev.windsock.protocol.ClientReport.Carried;
import dev.windsock.protocol.ClientReport.Failed;
import dev.windsock.protocol.ClientReport.Reason;
import dev.windsock.protocol.ClientReport.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientReportTest {
    @Test
    void whatAClientSaysIsRead() {
        ClientReport report = ClientReport.parse("failed:websocket:connect:silent-open:5003 carried:sse:connect:60"
                + " blocked:websocket:silent-open blocked:sse:held-back carried:polling:held-back:12"
                + " failed:sse:better:status-502:7 carried:websocket:better:90");

        assertThat(report.failed())
                .containsExactly(
                        new Failed(TransportName.WEBSOCKET, Why.CONNECT, Reason.SILENT_OPEN, 5_003),
                        new Failed(TransportName.SSE, Why.BETTER, Reason.STATUS, 7));
        assertThat(report.carried())
                .containsExactly(
                        new Carried(TransportName.SSE, Why.CONNECT, 60),
                        new Carried(TransportName.POLLING, Why.HELD_BACK, 12),
                        new Carried(TransportName.WEBSOCKET, Why.BETTER, 90));
        assertThat(report.blocked())
                .containsExactly(
                        new Blocked(TransportName.WEBSOCKET, Reason.SILENT_OPEN),
                        new Blocked(TransportName.SSE, Reason.HELD_BACK));
    }

    @Test
    void wordsThatAreNotKnownAreOther() {
        ClientReport report = ClientReport.parse("failed:sse:x:evil\"}label:1 carried:sse:why?:2 blocked:sse:<script>");

        assertThat(report.failed()).containsExactly(new Failed(TransportName.SSE, Why.OTHER, Reason.OTHER, 1));
        assertThat(report.carried()).containsExactly(new Carried(TransportName.SSE, Why.OTHER, 2));
        assertThat(report.blocked()).containsExactly(new Blocked(TransportName.SSE, Reason.OTHER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":::",
                "failed",
                "failed:websocket",
                "failed:websocket:refused:1",
                "failed:websocket:connect:refused",
                "failed:websocket:connect:refused:",
                "failed:websocket:connect:refused:-1",
                "failed:websocket:connect:refused:1e3",
                "failed:websocket:connect:refused:9999999999999999",
                "failed:websocket:connect:refused:1:2",
                "failed:carrier-pigeon:connect:refused:1",
                "FAILED:websocket:refused:1",
                "failed:websocket:connect:unneeded:1",
                "failed:websocket:connect::1",
                "failed:websocket:connect:offline:1",
                "dreamt:websocket:refused:1",
                "websocket:refused@12",
                "failed:websocket:connect:refused:\u0661"
            })
    void whatIsNoWordOfItHasNoEffect(String report) {
        assertThat(ClientReport.parse(report).isEmpty()).isTrue();
    }

    @Test
    void timesAreBounded() {
        assertThat(ClientReport.parse("carried:sse:connect:999999999999999").carried())
                .containsExactly(new Carried(TransportName.SSE, Why.CONNECT, 600_000));
    }

    @Test
    void aLongReportIsReadInPart() {
        ClientReport report = ClientReport.parse("blocked:sse:lost ".repeat(10_000));

        assertThat(report.blocked()).hasSizeBetween(1, 16);
    }
}
