using System.CommandLine;
using System.Text;
using LoadBalancer.Presentation;
using LoadBalancer.Simulator.CommandLine;
using LoadBalancer.Simulator.Keys;
using LoadBalancer.Simulator.Output;

namespace LoadBalancer.Simulator.Loading;

/// <summary><c>load</c>: sends requests to a gateway, or to any HTTP server, and measures the responses.</summary>
internal sealed class LoadCommand : Command
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private readonly Option<string> _url = new("--url")
    {
        Description = "Target URL: absolute, http or https.",
        HelpName = "URL",
        Required = true,
    };
    private readonly IntegerOption _requests = new(
        "--requests",
        LoadOptions.DefaultRequests,
        1,
        1_000_000_000,
        "Number of requests; with --duration and no --requests, unlimited.");
    private readonly IntegerOption _concurrency = new(
        "--concurrency", LoadOptions.DefaultConcurrency, 1, 10_000, "Maximum requests in flight (1 to 10000).");
    private readonly DurationOption _duration = new("--duration", "1ms", "24h", "Stop starting requests after this time.");
    private readonly RateOption _rate = new(
        "--rate",
        "Requests to start per second regardless of responses (open loop); without it, each response starts the next request.");
    private readonly Option<string> _key = new("--key")
    {
        Description = $"Request keys: {KeyPattern.Forms}.",
        DefaultValueFactory = _ => "unique",
    };
    private readonly Option<string> _keyHeader = new("--key-header")
    {
        Description = "Request header that carries the key.",
        DefaultValueFactory = _ => "X-Request-Id",
    };
    private readonly Option<string> _serverHeader = new("--server-header")
    {
        Description = "Response header that names the server.",
        DefaultValueFactory = _ => "X-Server-Id",
    };
    private readonly Option<string> _method = new("--method")
    {
        Description = $"HTTP method: {string.Join(", ", Methods)}.",
        DefaultValueFactory = _ => "GET",
    };
    private readonly Option<string?> _body = new("--body") { Description = "Request body: text, or @PATH to send a file." };
    private readonly DurationOption _timeout = new("--timeout", "1ms", "1h", "Maximum time for a request (default 30s).");
    private readonly IntegerOption _seed = new("--seed", 1, 0, int.MaxValue, "Seed of the random keys.");
    private readonly Option<bool> _json = JsonOption.Create();

    private readonly SimulatorConsole _console;
    private readonly TimeProvider _timeProvider;

    public LoadCommand(SimulatorConsole console, TimeProvider timeProvider)
        : base("load", "Sends requests and reports errors, latency and servers. Exits with 1 if a status is 400 or more, or missing.")
    {
        _console = console;
        _timeProvider = timeProvider;
        Option[] options =
        [
            _url, _requests, _concurrency, _duration, _rate, _key, _keyHeader, _serverHeader, _method, _body, _timeout, _seed, _json,
        ];
        foreach (var option in options)
        {
            Add(option);
        }

        _method.CompletionSources.Add(Methods);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken token)
    {
        var options = await ReadAsync(parsed, token);
        var keys = KeyPattern.Parse(parsed.GetValue(_key)!, parsed.GetValue(_seed));
        var recorder = new LoadRecorder();
        var generator = new LoadGenerator(options, keys, recorder, _timeProvider);
        var result = await ProgressBar.WatchAsync(
            _console, generator.RunAsync(token),
            () => (generator.Part, $"{Figures.Count(recorder.Ended)} completed, {Figures.Count(recorder.Failed)} errors"), _timeProvider);
        if (parsed.GetValue(_json))
        {
            await _console.Text.WriteLineAsync(JsonOutput.Write(result));
        }
        else
        {
            LoadTables.Write(new(_console), result);
        }

        return result.Errors > 0 || result.Interrupted ? ExitCodes.Failed : ExitCodes.Success;
    }

    private async Task<LoadOptions> ReadAsync(ParseResult parsed, CancellationToken token)
    {
        var duration = parsed.GetValue(_duration);
        var body = parsed.GetValue(_body);
        return new()
        {
            Url = ReadUrl(parsed.GetValue(_url)!),
            Requests = duration is not null && parsed.GetResult(_requests) is null or { Implicit: true }
                ? null
                : parsed.GetValue(_requests),
            Concurrency = parsed.GetValue(_concurrency),
            Duration = duration,
            Rate = parsed.GetValue(_rate),
            Method = ReadMethod(parsed.GetValue(_method)!),
            Body = await ReadBodyAsync(body, token),
            KeyHeader = ReadFieldName(_keyHeader.Name, parsed.GetValue(_keyHeader)!),
            ServerHeader = ReadFieldName(_serverHeader.Name, parsed.GetValue(_serverHeader)!),
            Timeout = parsed.GetValue(_timeout) ?? new LoadOptions { Url = new("http://localhost") }.Timeout,
        };
    }

    private static async Task<byte[]?> ReadBodyAsync(string? text, CancellationToken token)
    {
        if (text is not ['@', .. var path])
        {
            return text is null ? null : Encoding.UTF8.GetBytes(text);
        }

        return await InputFile.ReadAsync("--body @PATH", path, token);
    }

    private static Uri ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new FormatException($"The URL '{text}' is not allowed: --url must be an absolute http or https URL.");

    private static HttpMethod ReadMethod(string text) => Methods.Contains(text, StringComparer.Ordinal)
        ? new(text)
        : throw new FormatException($"The method '{text}' is not allowed: --method must be one of {string.Join(", ", Methods)}.");

    private static string ReadFieldName(string option, string text) =>
        text.Length is > 0 and <= 100 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? text
            : throw new FormatException(
                $"The header name '{text}' is not allowed: {option} must be 1 to 100 characters from a-z A-Z 0-9 - _");
}
