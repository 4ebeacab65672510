using System.Collections.Concurrent;
using LoadBalancer.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LoadBalancer.Tests.Simulator.Loading;

public sealed class LoadCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_Default_SendsAThousandRequestsWithKeysOfTheirOwn()
    {
        var keys = new ConcurrentBag<string>();
        await using var server = await HttpTestServer.StartAsync("a", context =>
        {
            keys.Add(context.Request.Headers["X-Request-Id"].Single()!);
            return GreetAsync(context, keys.Count % 4 == 0 ? "b" : "a");
        });

        var run = await SimulatorRun.RunAsync("load", "--url", server.Url, "--json");

        Assert.Equal((0, "", 1_000), (run.ExitCode, run.Error, server.Requests));
        Assert.Equal(1_000, keys.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            ("closed", 1_000, 1_000, 0),
            (run.Json.GetProperty("loop").GetString(), Number(run, "requests"), Number(run, "succeeded"), Number(run, "errors")));
        Assert.Equal(1_000, run.Json.GetProperty("servers").EnumerateArray().Sum(share => share.GetProperty("requests").GetInt32()));
        Assert.Equal(["a", "b"], run.Json.GetProperty("servers").EnumerateArray().Select(share => share.GetProperty("id").GetString()));
    }

    /// <summary>The server responds to none before 50 have arrived, or 1,000.</summary>
    [Theory]
    [InlineData(50)]
    [InlineData(1_000, "--concurrency", "1000")]
    public async Task Load_Concurrency_IsTheNumberOfRequestsInFlight(int concurrency, params string[] options)
    {
        var (inFlight, most) = (0, 0);
        var isFull = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await HttpTestServer.StartAsync("a", async context =>
        {
            var present = Interlocked.Increment(ref inFlight);
            InterlockedMax(ref most, present);
            if (present == concurrency)
            {
                isFull.TrySetResult();
            }

            await isFull.Task.WaitAsync(context.RequestAborted);
            Interlocked.Decrement(ref inFlight);
        });

        var run = await SimulatorRun.RunAsync(["load", "--url", server.Url, "--json", .. options]);

        Assert.Equal((0, 1_000, concurrency), (run.ExitCode, server.Requests, most));

        static void InterlockedMax(ref int target, int value)
        {
            for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
            {
                Interlocked.CompareExchange(ref target, value, seen);
            }
        }
    }

    [Fact]
    public async Task Load_MethodBodyAndKey_ArriveAsSpecified()
    {
        var seen = new ConcurrentBag<(string Method, string Body, string Key)>();
        await using var server = await HttpTestServer.StartAsync("a", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen.Add((context.Request.Method, await reader.ReadToEndAsync(Token), context.Request.Headers["X-Key"].Single()!));
        });

        var run = await SimulatorRun.RunAsync(
            "load", "--url", server.Url, "--requests", "3", "--concurrency", "1", "--method", "PUT", "--body", "text", "--key", "fixed:k",
            "--key-header", "X-Key");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Enumerable.Repeat(("PUT", "text", "k"), 3), seen);
    }

    [Fact]
    public async Task Load_BodyOfAFile_ArrivesAsItIs()
    {
        var seen = new ConcurrentBag<string>();
        await using var server = await HttpTestServer.StartAsync("a", async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            seen.Add(await reader.ReadToEndAsync(Token));
        });
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "--json\nlines", Token);

        var run = await SimulatorRun.RunAsync("load", "--url", server.Url, "--requests", "1", "--method", "POST", "--body", $"@{path}");

        File.Delete(path);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["--json\nlines"], seen);
    }

    [Fact]
    public async Task Load_ServersInFieldOrGreeting_AreCounted()
    {
        await using var server = await HttpTestServer.StartAsync("a", context =>
        {
            if (context.Request.Headers["X-Request-Id"] == "field")
            {
                context.Response.Headers["X-Server-Id"] = "by-field";
                return Task.CompletedTask;
            }

            return context.Response.WriteAsync("""{"message":"Hello from Server: ID by-greeting","status":"successful"}""");
        });
        var path = Path.GetTempFileName();
        await File.WriteAllLinesAsync(path, ["field", "greeting", "greeting"], Token);

        var run = await SimulatorRun.RunAsync(
            "load", "--url", server.Url, "--requests", "3", "--concurrency", "1", "--key", $"file:{path}", "--json");

        Assert.Equal([("by-field", 1), ("by-greeting", 2)], run.Json.GetProperty("servers").EnumerateArray().Select(
            share => (share.GetProperty("id").GetString(), share.GetProperty("requests").GetInt32())));
        Assert.Equal(4 / 3.0, run.Json.GetProperty("peakToMean").GetDouble(), 12);
    }

    [Fact]
    public async Task Load_Failures_AreCountedByKindAndEndWithOne()
    {
        await using var server = await HttpTestServer.StartAsync("a", async context =>
        {
            switch (context.Request.Headers["X-Request-Id"].Single())
            {
                case "status":
                    context.Response.StatusCode = 503;
                    break;
                case "abort":
                    context.Abort();
                    break;
                case "hang":
                    await context.RequestAborted.EndAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
            }
        });
        var path = Path.GetTempFileName();
        await File.WriteAllLinesAsync(path, ["status", "status", "status", "abort", "abort", "hang", "fine"], Token);

        var run = await SimulatorRun.RunAsync(
            "load", "--url", server.Url, "--requests", "7", "--concurrency", "1", "--key", $"file:{path}", "--timeout", "500ms", "--json");

        Assert.Equal((1, 1, 6), (run.ExitCode, Number(run, "succeeded"), Number(run, "errors")));
        Assert.Equal([("status 503", 3), ("broken off", 2), ("timeout", 1)], run.Json.GetProperty("errorsByKind").EnumerateArray().Select(
            failure => (failure.GetProperty("kind").GetString(), failure.GetProperty("requests").GetInt32())));
    }

    [Theory]
    [InlineData(null, null, "status 503 +2 +503 Service Unavailable from a for GET /cart\\?x=1$")]
    [InlineData("application/problem+json", """{"title":"x","detail":"no server is healthy"}""", "GET /cart\\?x=1: no server is healthy$")]
    [InlineData("application/json", "{", "GET /cart\\?x=1$")]
    [InlineData("text/plain", "overloaded\nmore", "GET /cart\\?x=1: overloaded$")]
    [InlineData("text/plain", "\u202E\u001b[2J", "GET /cart\\?x=1: \\\\u202E\\\\u001B\\[2J$")]
    public async Task Load_ErrorStatus_HasAnExample(string? type, string? body, string example)
    {
        await using var server = await HttpTestServer.StartAsync("a", async context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (503, type);
            context.Response.Headers["X-Server-Id"] = "a";
            await context.Response.WriteAsync(body ?? "");
        });

        var run = await SimulatorRun.RunAsync("load", "--url", $"{server.Url}/cart?x=1", "--requests", "2");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"2 requests to {server.Url}/cart?x=1: 2 errors (100%)", run.Output, StringComparison.Ordinal);
        Assert.Matches($"(?m){example}", run.Output.Replace(" \n", "\n", StringComparison.Ordinal).TrimEnd());
    }

    [Fact]
    public async Task Load_NothingListens_IsConnectionRefused()
    {
        using var port = new DeadPort();

        var run = await SimulatorRun.RunAsync("load", "--url", port.Url, "--requests", "5", "--concurrency", "5");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("5 errors (100%)", run.Output, StringComparison.Ordinal);
        Assert.Contains("connection refused", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_Rate_IsKept()
    {
        await using var server = await HttpTestServer.StartAsync("a");

        var run = await SimulatorRun.RunAsync(
            "load", "--url", server.Url, "--duration", "1s", "--concurrency", "20", "--rate", "50", "--json");

        Assert.Equal((50, 50), (Number(run, "requests"), server.Requests));
        Assert.True(run.Json.GetProperty("seconds").GetDouble() >= 0.97, run.Output);
        Assert.True(Latency(run, "latencyMs", "min") >= Latency(run, "serviceMs", "min"), run.Output);
    }

    [Fact]
    public async Task Load_Duration_EndsAndFailsNothing()
    {
        await using var server = await HttpTestServer.StartAsync("a");

        var run = await SimulatorRun.RunAsync("load", "--url", server.Url, "--duration", "300ms", "--concurrency", "4", "--json");

        Assert.Equal((0, server.Requests), (run.ExitCode, Number(run, "requests")));
        Assert.True(run.Json.GetProperty("seconds").GetDouble() >= 0.3, run.Output);
    }

    [Fact]
    public async Task Load_Interrupted_ReportsWhatWasMeasured()
    {
        using var interruption = new CancellationTokenSource();
        await using var server = await HttpTestServer.StartAsync("a", async context =>
        {
            if (context.Request.Headers["X-Request-Id"] == "1-5")
            {
                await interruption.CancelAsync();
                await context.RequestAborted.EndAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });

        var run = await SimulatorRun.RunAsync("", interruption.Token, "load", "--url", server.Url, "--concurrency", "1", "--json");

        Assert.Equal((1, 5, 0, 1), (run.ExitCode, Number(run, "requests"), Number(run, "errors"), Number(run, "abandoned")));
        Assert.True(run.Json.GetProperty("interrupted").GetBoolean());
    }

    [Fact]
    public async Task Load_Tables_ArePlainTextWithoutATerminal()
    {
        await using var server = await HttpTestServer.StartAsync("a", context => GreetAsync(context, "server-1"));

        var run = await SimulatorRun.RunAsync("load", "--url", server.Url, "--requests", "10", "--concurrency", "2");

        Assert.DoesNotContain('\u001b', run.Output);
        Assert.All(run.Output, character => Assert.True(char.IsAscii(character)));
        Assert.Matches(@"(?m)^ *server-1 +10 +100\.0% *$", run.Output);
    }

    [Theory]
    [InlineData("'--url' is required", "load")]
    [InlineData("The URL 'example.com' is not allowed: --url must be an absolute http or https URL.", "load", "--url", "example.com")]
    [InlineData("The URL 'ftp://a' is not allowed", "load", "--url", "ftp://a")]
    [InlineData("The number '0' is not allowed: --requests must be 1 to 1000000000.", "load", "--url", "http://a", "--requests", "0")]
    [InlineData("The number '-5' is not allowed: --concurrency must be 1 to 10000.", "load", "--url", "http://a", "--concurrency", "-5")]
    [InlineData(
        "The duration '5' is not allowed: --duration must be 1ms to 24h, written as a number with a unit (us, ms, s, m or h)",
        "load",
        "--url",
        "http://a",
        "--duration",
        "5")]
    [InlineData("The duration '25h' is not allowed: --duration", "load", "--url", "http://a", "--duration", "25h")]
    [InlineData("The duration '0s' is not allowed: --timeout must be 1ms to 1h", "load", "--url", "http://a", "--timeout", "0s")]
    [InlineData("The rate '0' is not allowed: --rate must be 0.01 to 1000000 per second.", "load", "--url", "http://a", "--rate", "0")]
    [InlineData("The rate 'NaN' is not allowed", "load", "--url", "http://a", "--rate", "NaN")]
    [InlineData("The key pattern 'random' is not allowed: --key must be unique, zipf:S:N with S from 0 to 10 and N from "
        + "1 to 1000000, fixed:KEY, or file:PATH.", "load", "--url", "http://a", "--key", "random")]
    [InlineData("The key pattern 'zipf:1' is not allowed", "load", "--url", "http://a", "--key", "zipf:1")]
    [InlineData("The key pattern 'zipf:11:5' is not allowed", "load", "--url", "http://a", "--key", "zipf:11:5")]
    [InlineData("The key pattern 'zipf:1:0' is not allowed", "load", "--url", "http://a", "--key", "zipf:1:0")]
    [InlineData("The key pattern 'fixed:a\nb' is not allowed", "load", "--url", "http://a", "--key", "fixed:a\nb")]
    [InlineData("--key file:PATH: the file '/nowhere/keys' does not exist.", "load", "--url", "http://a", "--key", "file:/nowhere/keys")]
    [InlineData(
        "The method 'get' is not allowed: --method must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.",
        "load",
        "--url",
        "http://a",
        "--method",
        "get")]
    [InlineData("--body @PATH: missing file path.", "load", "--url", "http://a", "--body", "@")]
    [InlineData("--body @PATH: '/' is a directory, not a file.", "load", "--url", "http://a", "--body", "@/")]
    [InlineData("--key file:PATH: '/' is a directory, not a file.", "load", "--url", "http://a", "--key", "file:/")]
    [InlineData("--body @PATH: the file '/nowhere/body' does not exist.", "load", "--url", "http://a", "--body", "@/nowhere/body")]
    [InlineData("The header name 'a b' is not allowed: --key-header", "load", "--url", "http://a", "--key-header", "a b")]
    public async Task Load_BadArguments_IsOneLineAndExitCodeTwo(string named, params string[] args) =>
        (await SimulatorRun.RunAsync(args)).AssertRejected(named.ReplaceLineEndings(" "));

    private static Task GreetAsync(HttpContext context, string id)
    {
        context.Response.Headers["X-Server-Id"] = id;
        return Task.CompletedTask;
    }

    private static int Number(SimulatorRun run, string property) => run.Json.GetProperty(property).GetInt32();

    private static double Latency(SimulatorRun run, string latency, string figure) =>
        run.Json.GetProperty(latency).GetProperty(figure).GetDouble();
}
