using System.Net;
using LoadBalancer.Core.Keys;

namespace LoadBalancer.Simulator.RequestLog;

/// <summary>
/// Selects the fields of the log that were the requests' key, as <c>Gateway:HashKey</c> did: a list that is tried in order. The log has the
/// usual sources: <c>id</c> for <c>header:X-Request-Id</c>, <c>client</c> for <c>client-ip</c>, <c>client/128</c>
/// for <c>client-ip/128</c>, <c>path</c>, and the whole <c>target</c>.
/// </summary>
internal sealed class LogKey
{
    public const string Default = "id,client";

    private static readonly string[] Names = ["id", "client", "client/128", "path", "target"];

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
                "client" => ClientOf(entry),
                "client/128" => entry.Client,
                "path" => entry.Target is { } target ? KeyText.OfPath(target).ToString() : null,
                _ => entry.Target,
            };
            if (value is { Length: > 0 })
            {
                return value;
            }
        }

        return null;
    }

    private static string? ClientOf(RequestLogEntry entry) => IPAddress.TryParse(entry.Client, out var address)
        ? KeyText.OfAddress(address, KeyText.DefaultPrefix, stackalloc char[KeyText.AddressLength]).ToString()
        : entry.Client;
}
