package dev.lockstep.console.web;

import static java.util.stream.Collectors.joining;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The pages, their modules under {@code /app} and their libraries under {@code /_static}. */
public final class PageRoutes {

  private static final String FILES = "dev/lockstep/console/web/";
  private static final String LIBRARIES = "META-INF/resources/";

  /** No dot at the start of a segment, so no way up and nothing hidden. */
  private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+");

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  /** Paths hold the version, so what was loaded once never changes. */
  private static final String FOREVER = "public, max-age=31536000, immutable";

  private final ClassLoader loader = PageRoutes.class.getClassLoader();
  private final ImportMap importMap = ImportMap.ofClassPath(loader);
  private final String frame =
      new String(read(FILES + "page.html").orElseThrow(), StandardCharsets.UTF_8);
  private final List<Page> pages;
  private final List<Link> links;

  /** Pages, each with the same links at its foot. */
  public PageRoutes(List<Page> pages, List<Link> links) {
    this.pages = List.copyOf(pages);
    this.links = List.copyOf(links);
  }

  public void addTo(RoutesConfig routes) {
    new Guard(importMap).addTo(routes);
    pages.forEach(page -> add(page, routes));
    routes
        .get("/app/*", context -> file(context, FILES, "no-cache"))
        .get("/favicon.ico", context -> context.redirect("/app/icon.svg"))
        .get("/_static/*", context -> file(context, LIBRARIES, FOREVER));
  }

  private void add(Page page, RoutesConfig routes) {
    String html =
        frame
            .replace("{{title}}", page.title())
            .replace("{{element}}", page.element())
            .replace("{{links}}", links.stream().map(Link::html).collect(joining("\n    ")))
            .replace("{{importmap}}", importMap.json());
    routes.get(
        page.path(),
        context -> {
          context.header("Cache-Control", "no-cache");
          context.html(html);
        });
  }

  private void file(Context context, String root, String caching) {
    String path = context.path();
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null || !SAFE.matcher(path).matches()) {
      throw new NotFoundResponse();
    }
    byte[] content = read(root + path.substring(1)).orElseThrow(() -> new NotFoundResponse());
    context.header("Cache-Control", caching);
    context.contentType(type);
    context.result(content);
  }

  private Optional<byte[]> read(String resource) {
    try (InputStream in = loader.getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
