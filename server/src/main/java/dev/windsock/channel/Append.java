package dev.windsock.channel;

import dev.windsock.engine.Origin;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One publish that has been decided: it has an offset, and waits to be kept, or has been. It lives on as what a repeat is
 * known by, without the publication. Guarded by its channel.
 */
final class Append {
    /** Complete when the publication is kept, or cannot be. */
    final CompletableFuture<Published> answer = new CompletableFuture<>();

    final Published published;
    final @Nullable Origin origin;
    final long timeMillis;
    private final Versions.@Nullable Version versionBefore;
    private @Nullable Publication publication;
    private @Nullable Append before;
    private boolean failed;

    /**
     * @param before the one before it of the same origin
     * @param versionBefore the version that its channel and key had, if any
     */
    Append(Publication publication, @Nullable Append before, Versions.@Nullable Version versionBefore) {
        this.publication = publication;
        this.published = publication.published();
        this.origin = publication.message().origin();
        this.timeMillis = publication.timeMillis();
        this.before = before;
        this.versionBefore = versionBefore;
    }

    /** One that was kept before. */
    static Append kept(Publication publication) {
        Append append = new Append(publication, null, null);
        append.kept();
        append.answer.complete(append.published);
        return append;
    }

    long offset() {
        return published.position().offset();
    }

    Versions.@Nullable Version versionBefore() {
        return versionBefore;
    }

    /** What is to be kept; not to be asked for afterwards. */
    Publication publication() {
        if (publication == null) {
            throw new IllegalStateException("Kept already");
        }
        return publication;
    }

    boolean isBy(Origin other) {
        return origin != null
                && origin.number() == other.number()
                && origin.id().equals(other.id());
    }

    /** It is kept: the log has the publication now, and what was before it is of no interest any more. */
    void kept() {
        publication = null;
        before = null;
    }

    /** It is not kept. */
    void failed() {
        publication = null;
        failed = true;
    }

    /** The newest one of the same origin, up to this, that has not failed; null where all have. */
    @Nullable
    Append lastGood() {
        Append append = this;
        while (append != null && append.failed) {
            append = append.before;
        }
        return append;
    }
}
