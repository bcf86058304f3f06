package dev.windsock.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windsock.server.TestServer.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    @TempDir
    private Path directory;

    private ExecutorService threads;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        Path pages = Files.createDirectories(directory.resolve("pages"));
        Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.writeString(pages.resolve("index.html"), "<p>start</p>");
        Files.writeString(pages.resolve("app.mjs"), "export {}");
        Files.writeString(pages.resolve("with space.txt"), "space");
        Files.writeString(Files.createDirectories(pages.resolve("sub")).resolve("index.html"), "<p>sub</p>");
        Files.createDirectories(pages.resolve("empty"));
        Files.writeString(Files.createDirectories(pages.resolve(".git")).resolve("config"), "secret");
        Files.writeString(Files.createDirectories(pages.resolve(".well-known")).resolve("x.txt"), "known");
        Files.createSymbolicLink(pages.resolve("link.txt"), directory.resolve("secret.txt"));
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server = new TestServer(new Pages(pages, threads));
    }

    @AfterEach
    void stop() {
        server.close();
        threads.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8, <p>start</p>",
        "/index.html, text/html; charset=utf-8, <p>start</p>",
        "/app.mjs, text/javascript; charset=utf-8, export {}",
        "/with%20space.txt, text/plain, space",
        "/sub/, text/html; charset=utf-8, <p>sub</p>",
        "/.well-known/x.txt, text/plain, known"
    })
    void filesAreServedAsWhatTheyAre(String path, String type, String body) throws Exception {
        Response response = server.send("GET", path);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.field("Content-Type")).isEqualTo(type);
        assertThat(response.field("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.field("Cache-Control")).isEqualTo("no-cache");
        assertThat(response.body()).isEqualTo(body);
    }

    @Test
    void aFileIsSentAgainOnlyAfterItChanged() throws Exception {
        String etag = server.send("GET", "/app.mjs").field("ETag");

        assertThat(server.send("GET", "/app.mjs", "If-None-Match: " + etag).status())
                .isEqualTo(304);
        Files.writeString(directory.resolve("pages/app.mjs"), "export { changed }");
        assertThat(server.send("GET", "/app.mjs", "If-None-Match: " + etag).body())
                .isEqualTo("export { changed }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/empty",
                "/empty/",
                "/.git/config",
                "/%2egit/config",
                "/sub/../.git/config",
                "/link.txt",
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/sub/%2e%2e/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/sub/..%5c..%5csecret.txt",
                "/index.html/",
                "/index.html%00.txt"
            })
    void nothingElseIsServed(String path) throws Exception {
        Response response = server.send("GET", path);

        assertThat(response.status()).isIn(400, 404);
        assertThat(response.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"/sub, ./sub/", "//sub, ./sub/", "//evil.example/../sub, ./sub/"})
    void aDirectoryWithoutItsSlashLeadsToItOnThisHost(String path, String location) throws Exception {
        Response response = server.send("GET", path);

        assertThat(response.status()).isEqualTo(302);
        assertThat(response.field("Location")).isEqualTo(location);
    }

    @Test
    void browsersGetAPageAndProgramsAProblemWhereThereIsNothing() throws Exception {
        Response page = server.send("GET", "/nothing", "Accept: text/html,*/*;q=0.8");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.field("Content-Type")).isEqualTo("text/html; charset=utf-8");

        Response problem = server.send("GET", "/nothing", "Accept: */*");
        assertThat(problem.field("Content-Type")).isEqualTo("application/problem+json");
        assertThat(problem.body()).contains("/problems/not-found");
    }

    @Test
    void whatIsNoReadingIsRefused() throws Exception {
        assertThat(server.send("POST", "/index.html").status()).isEqualTo(404);
        assertThat(server.send("DELETE", "/index.html").status()).isEqualTo(404);
    }

    @Test
    void withoutADirectoryTheStartPageSaysWhatToTry() throws Exception {
        try (TestServer bare = new TestServer(new Pages(null, threads))) {
            Response start = bare.send("GET", "/");
            assertThat(start.field("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(start.body())
                    .contains("http://" + bare.host() + "/api/v1/channels/hello/messages")
                    .doesNotContain("{{");
            assertThat(bare.send("GET", "/index.html").status()).isEqualTo(404);
        }
    }

    @Test
    void theStartPageRepeatsNothingThatIsNoHost() throws Exception {
        try (TestServer bare = new TestServer(new Pages(null, threads))) {
            Response start = bare.raw("GET / HTTP/1.0\r\nHost: a<script>\r\n\r\n");

            assertThat(start.body()).doesNotContain("<script");
        }
    }
}
