package dev.windsock.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.channel.Message;
import dev.windsock.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever the socket breaks off, the bytes are those that would have gone out at once. */
class PartialWritesTest {
    private static final int PUBLICATIONS = 4;

    private static Talk talk(boolean joint) {
        Talk talk = new Talk();
        if (!joint) {
            talk.outlet.notJoint();
        }
        return talk.connected("a");
    }

    private static void publishTogether(Talk talk) {
        for (int i = 0; i < PUBLICATIONS; i++) {
            talk.channels
                    .publish("a", Message.of(("\"é" + "x".repeat(i) + "\"").getBytes(StandardCharsets.UTF_8)))
                    .join();
        }
        talk.run();
    }

    private static List<String> unhindered() {
        Talk talk = talk(true);
        publishTogether(talk);
        return talk.said();
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 7", "true, 1000", "false, 1", "false, 7", "false, 1000"})
    void publicationsBrokenOffAtAnyByteAreFinished(boolean joint, int step) {
        List<String> expected = unhindered();
        int total = expected.stream()
                .mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length + 1)
                .sum();
        for (int room = 0; room <= total + 40; room++) {
            Talk talk = talk(joint);
            talk.outlet.room(room);
            publishTogether(talk);
            drainAll(talk, step);
            assertThat(talk.said()).as("room for %d bytes", room).isEqualTo(expected);
        }
    }

    private static void drainAll(Talk talk, int step) {
        int idle = 0;
        while (idle < 2) {
            int before = talk.outlet.written().length;
            talk.drain(step);
            idle = talk.outlet.written().length == before ? idle + 1 : 0;
        }
    }

    @Test
    void repliesBrokenOffAtAnyByteAreFinishedInOrder() {
        String commands = "{'id':5,'ping':{}}\n{'id':6,'dance':{}}\n{'id':7,'subscribe':{'channel':'b'}}";
        Talk unhindered = talk(true);
        unhindered.receive(commands);
        List<String> expected = unhindered.said();
        for (int room = 0; room < 300; room++) {
            Talk talk = talk(true);
            talk.outlet.room(room);
            talk.receive(commands);
            drainAll(talk, 3);
            assertThat(talk.said()).as("room for %d bytes", room).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void repliesAndPublicationsAtRandomAreWholeAndInOrder(int seed) throws Exception {
        Random random = new Random(seed);
        Talk talk = talk(random.nextBoolean());
        talk.outlet.room(0);
        int commands = 0;
        int publications = 0;
        for (int i = 0; i < 500; i++) {
            switch (random.nextInt(3)) {
                case 0 -> talk.receive("{'id':" + (100 + commands++) + ",'ping':{}}");
                case 1 -> talk.publish("a", Integer.toString(publications++));
                default -> talk.drain(random.nextInt(400));
            }
            if (i % 5 == 0) {
                // The log keeps 8: none is to be lost here.
                talk.drain(10_000);
            }
        }
        drainAll(talk, 1_000);
        int pings = 0;
        int offset = 0;
        for (String line : talk.said()) {
            var frame = Json.mapper().readTree(line.replace('\'', '"'));
            if (frame.has("publication")) {
                assertThat(frame.at("/publication/offset").asInt()).isEqualTo(++offset);
                assertThat(frame.at("/publication/data").asInt()).isEqualTo(offset - 1);
            } else {
                assertThat(frame.at("/id").asInt()).isEqualTo(100 + pings++);
            }
        }
        assertThat(pings).isEqualTo(commands);
        assertThat(offset).isEqualTo(publications);
    }

    @Test
    void publicationsOfOneBatchLeaveInOneWriteAndOtherwiseInOneEach() {
        Talk joint = talk(true);
        int before = joint.outlet.writes().size();
        publishTogether(joint);
        assertThat(joint.outlet.writes()).hasSize(before + 1);
        Talk single = talk(false);
        publishTogether(single);
        assertThat(single.outlet.writes()).hasSize(before + PUBLICATIONS);
        assertThat(single.said()).hasSize(PUBLICATIONS);
    }
}
