using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadBalancer.Benchmarks.Proxies;

/// <summary>
/// Generates load with wrk or h2load in a closed loop. wrk uses the given number of keys in turn; h2load uses a single key.
/// </summary>
internal sealed partial class LoadGenerator(string folder, int keys = 1_000)
{
    private const int Streams = 10;
    private const int Patience = 1_000;

    private static string Script(int keys) =>
        $$"""
        local requests, n = {}, 0
        function init(args)
          local headers = { ["Host"] = "benchmark.test" }
          if args[1] == "close" then headers["Connection"] = "close" end
          for i = 1, {{keys}} do
            headers["X-Request-Id"] = "key-" .. i
            requests[i] = wrk.format("GET", nil, headers)
          end
        end
        function request()
          n = n % {{keys}} + 1
          return requests[n]
        end
        function done(summary, latency, rate)
          local e = summary.errors
          local failures = e.connect + e.read + e.write + e.status + e.timeout
          io.write(string.format("outcome %d %d %d\n", summary.requests, summary.duration, failures))
        end
        """;

    private readonly string _script = Write(Path.Combine(folder, "requests.lua"), keys);

    public Task<LoadOutcome> RunAsync(Scenario scenario, int port, int seconds) =>
        scenario.IsHttp2 ? RunH2loadAsync(scenario, port, seconds) : RunWrkAsync(scenario, port, seconds);

    private async Task<LoadOutcome> RunWrkAsync(Scenario scenario, int port, int seconds)
    {
        var output = await Commands.RunAsync(
            Cores.Load,
            "wrk",
            "-t1", $"-c{scenario.Connections}", $"-d{seconds}s", "--timeout", "10s", "-s", _script, Url(scenario, port), "--",
            scenario.KeepsAlive ? "keep" : "close");
        var match = WrkOutcome().Match(output);
        return new(Number(match, "requests"), Number(match, "time") / 1e6, Number(match, "errors"));
    }

    private static async Task<LoadOutcome> RunH2loadAsync(Scenario scenario, int port, int seconds)
    {
        var output = await Commands.RunAsync(
            Cores.Load, "h2load", $"-c{scenario.Connections}", $"-m{Streams}", $"-D{seconds}", "-H", "X-Request-Id: key",
            Url(scenario, port));
        var match = H2loadOutcome().Match(output);
        return new(Number(match, "requests"), seconds, Number(match, "failed") + Number(match, "errors"));
    }

    private static string Url(Scenario scenario, int port) => $"http://127.0.0.1:{port}{scenario.Path}";

    private static long Number(Match match, string group) =>
        match.Success
            ? long.Parse(match.Groups[group].ValueSpan, NumberStyles.Integer, CultureInfo.InvariantCulture)
            : throw new InvalidDataException("The load generator printed no result.");

    private static string Write(string path, int keys)
    {
        File.WriteAllText(path, Script(keys));
        return path;
    }

    [GeneratedRegex(
        @"^outcome (?<requests>\d+) (?<time>\d+) (?<errors>\d+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex WrkOutcome();

    [GeneratedRegex(
        @"requests: \d+ total, \d+ started, \d+ done, (?<requests>\d+) succeeded, (?<failed>\d+) failed, (?<errors>\d+) errored",
        RegexOptions.ExplicitCapture,
        Patience)]
    private static partial Regex H2loadOutcome();
}
