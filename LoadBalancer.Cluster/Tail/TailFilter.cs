using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using LoadBalancer.Core.Membership;
using LoadBalancer.Core.Names;

namespace LoadBalancer.Cluster.Tail;

/// <summary>
/// Which requests somebody looks at. Its text is that of a query, such as <c>status=5xx&amp;server=backend-1</c>, with the parameters in a
/// fixed order, so that equal filters have equal texts; the empty text is the filter that every request passes. Immutable.
/// </summary>
/// <param name="Text">The canonical text.</param>
public sealed record TailFilter(string Text)
{
    /// <summary>The status that stands for every request that failed, or met a server that did.</summary>
    public const string Failed = "failed";

    /// <summary>The longest key that can be looked for.</summary>
    public const int LongestKey = 128;

    /// <summary>The greatest number of filters that gateways apply at once, see <see cref="TailWish.FiltersOf"/>.</summary>
    public const int Most = 8;

    /// <summary>The longest minimum duration.</summary>
    public const int LongestMilliseconds = 3_600_000;

    private const string StatusName = "status";
    private const string ServerName = "server";
    private const string GatewayName = "gateway";
    private const string KeyName = "key";
    private const string DurationName = "minMs";

    /// <summary>The filter that every request passes.</summary>
    public static TailFilter All { get; } = new("");

    /// <summary>The names of the parameters, in the order of the text.</summary>
    public static ImmutableArray<string> Names { get; } = [StatusName, ServerName, GatewayName, KeyName, DurationName];

    /// <summary>The status: a code, a class such as <c>5xx</c>, or <see cref="Failed"/>; <see langword="null"/> for any.</summary>
    public string? Status { get; private init; }

    /// <summary>The server, as the last or one that failed before; <see langword="null"/> for any.</summary>
    public ServerId? Server { get; private init; }

    /// <summary>The gateway; <see langword="null"/> for any.</summary>
    public GatewayId? Gateway { get; private init; }

    /// <summary>The key, at most <see cref="LongestKey"/> characters; <see langword="null"/> for any.</summary>
    public string? Key { get; private init; }

    /// <summary>The shortest duration.</summary>
    public TimeSpan LeastDuration { get; private init; }

    /// <summary>Whether requests must have failed, see <see cref="Failed"/>.</summary>
    public bool IsForFailed => string.Equals(Status, Failed, StringComparison.Ordinal);

    /// <summary>The first and the last status that pass.</summary>
    public (int First, int Last) Statuses => Status is null || IsForFailed ? (0, int.MaxValue)
        : Status.EndsWith("xx", StringComparison.Ordinal) ? (100 * (Status[0] - '0'), (100 * (Status[0] - '0')) + 99)
        : (int.Parse(Status, CultureInfo.InvariantCulture), int.Parse(Status, CultureInfo.InvariantCulture));

    /// <summary>Makes a filter of the values of its parameters; empty ones count as absent.</summary>
    /// <param name="values">Returns the value of a parameter, by one of <see cref="Names"/>.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="wrong">The name of the parameter whose value is not allowed.</param>
    public static bool TryCreate(
        Func<string, string?> values, [NotNullWhen(true)] out TailFilter? filter, [NotNullWhen(false)] out string? wrong)
    {
        var (status, server, gateway, key, duration) =
            (Of(StatusName), Of(ServerName), Of(GatewayName), Of(KeyName), Of(DurationName));
        var milliseconds = 0;
        wrong = status is not null && !IsStatus(status) ? StatusName
            : server is not null && ServerRules.CheckId(server) is not null ? ServerName
            : gateway is not null && ServerRules.CheckId(gateway) is not null ? GatewayName
            : key is { Length: > LongestKey } ? KeyName
            : duration is not null && !IsDuration(duration, out milliseconds) ? DurationName
            : null;
        filter = wrong is not null ? null : new(TextOf(status, server, gateway, key, milliseconds))
        {
            Status = status,
            Server = server is null ? null : new(server),
            Gateway = gateway is null ? null : new(gateway),
            Key = key,
            LeastDuration = TimeSpan.FromMilliseconds(milliseconds),
        };
        return wrong is null;

        string? Of(string name) => values(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>
    /// Reads the canonical text. A text of a later build, with a parameter that this one does not know, is not a filter of this build.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TailFilter? filter)
    {
        filter = null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (parameter.Split('=') is not [var name, var value] || !values.TryAdd(name, Uri.UnescapeDataString(value)))
            {
                return false;
            }
        }

        return values.Keys.All(name => Names.Contains(name, StringComparer.Ordinal))
            && TryCreate(name => values.GetValueOrDefault(name), out filter, out _);
    }

    /// <summary>Compares the texts.</summary>
    public bool Equals(TailFilter? other) => string.Equals(Text, other?.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns <see cref="Text"/>.</summary>
    public override string ToString() => Text;

    private static bool IsStatus(string text) =>
        text is Failed or "1xx" or "2xx" or "3xx" or "4xx" or "5xx"
        || (text.Length == 3
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && code is >= 100 and < 600);

    private static bool IsDuration(string text, out int milliseconds) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds) && milliseconds <= LongestMilliseconds;

    private static string TextOf(string? status, string? server, string? gateway, string? key, int milliseconds) => string.Join(
        '&',
        ((string, string?)[])
        [
            (StatusName, status), (ServerName, server), (GatewayName, gateway), (KeyName, key),
            (DurationName, milliseconds == 0 ? null : milliseconds.ToString(CultureInfo.InvariantCulture)),
        ]
        is var all ? all.Where(one => one.Item2 is not null).Select(one => $"{one.Item1}={Uri.EscapeDataString(one.Item2!)}") : []);
}
