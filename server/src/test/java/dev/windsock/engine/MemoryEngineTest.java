package dev.windsock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.protocol.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryEngineTest {

    @Test
    void anEntryIsDoneBeforeAppendReturns() {
        List<Engine.@Nullable Failure> told = new ArrayList<>();
        try (Engine engine = new MemoryEngine()) {
            Entry entry =
                    new Entry("news", new Position("e", 1), Entry.Kind.MESSAGE, new byte[] {'1'}, null, 1, 0, 0, null);
            assertThat(engine.append(entry, told::add)).isTrue();
        }
        assertThat(told).hasSize(1).containsOnlyNulls();
    }
}
