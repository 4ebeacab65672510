namespace LoadBalancer.Simulator.RequestLog;

/// <summary>
/// Selects the fields of the log that were the requests' key, as <c>Gateway:HashKey</c> did: a list that is tried in order. The log has the
/// usual sources: <c>id</c> for <c>header:X-Request-Id</c>, <c>client</c> for <c>client-ip</c>, <c>path</c>, and the whole <c>target</c>.
/// </summary>
internal sealed class LogKey
{
    public const string Default = "id,client";

    private static readonly string[] Names = ["id", "client", "path", "target"];

    private readonly string[] _sources;

    private LogKey(string[] sources) => _sources = sources;

    /// <exception cref="FormatException">A source is unknown; the message is one line for the user.</exception>
    public static LogKey Parse(string text)
    {
        var sources = text.Split(',', StringSplitOptions.TrimEntries);
        return Array.Find(sources, source => !Names.Contains(source, StringComparer.Ordinal)) is { } unknown
            ? throw new FormatException(
                $"The log field '{unknown}' is not allowed: --log-key must be a comma-separated list of {string.Join(", ", Names)}.")
            : new(sources);
    }

    /// <summary>Returns the key of a request, or <see langword="null"/> if the log does not have it.</summary>
    public string? Of(RequestLogEntry entry)
    {
        foreach (var source in _sources)
        {
            var value = source switch
            {
                "id" => entry.Id,
                "client" => entry.Client,
                "path" => entry.Target?.Split('?', 2)[0],
                _ => entry.Target,
            };
            if (value is { Length: > 0 })
            {
                return value;
            }
        }

        return null;
    }
}
