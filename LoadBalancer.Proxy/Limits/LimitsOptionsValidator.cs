using System.Globalization;
using System.Numerics;
using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Proxy.Limits;

/// <summary>Finds everything that is wrong with the settings of limits.</summary>
internal static class LimitsOptionsValidator
{
    private const int Kibibyte = 1024;
    private const int Mebibyte = Kibibyte * Kibibyte;
    private const int Gibibyte = Kibibyte * Mebibyte;
    private const long Pebibyte = (long)Mebibyte * Gibibyte;
    private const int MostFields = 1_000;
    private const int MostConnections = 10_000_000;
    private const int MostRequests = 1_000_000;
    private const double LeastRate = 0.001;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What Kestrel needs between two looks at a rate.</summary>
    private static readonly TimeSpan MoreThanGrace = TimeSpan.FromSeconds(1);

    public static IEnumerable<string?> Check(LimitsOptions options) =>
    [
        Range(nameof(options.HeaderCount), options.HeaderCount, 1, MostFields),
        Range(nameof(options.TargetBytes), options.TargetBytes, Kibibyte, 64 * Kibibyte),
        Range(nameof(options.HeadBytes), options.HeadBytes, 2 * Kibibyte, Mebibyte),
        options.HeadBytes >= options.TargetBytes + Kibibyte ? null
            : Describe(nameof(options.HeadBytes), $"{options.HeadBytes} is not allowed: it must be at least 1024 more than "
                + $"{Key(nameof(options.TargetBytes))} ({options.TargetBytes})."),
        OffOrRange(nameof(options.BodyBytes), options.BodyBytes, 1, Pebibyte),
        Range(nameof(options.HeadTimeout), options.HeadTimeout, Shortest, Longest),
        OffOrRange(nameof(options.BodyRate), options.BodyRate, 1, Gibibyte),
        OffOrRange(nameof(options.AnswerRate), options.AnswerRate, 1, Gibibyte),
        options.RateGrace > MoreThanGrace && options.RateGrace <= Longest ? null
            : Describe(
                nameof(options.RateGrace),
                $"{options.RateGrace} is not allowed: it must be more than {MoreThanGrace}, to {Longest} (days.hours:minutes:seconds)."),
        Range(nameof(options.IdleTimeout), options.IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        OffOrRange(nameof(options.RequestTimeout), options.RequestTimeout, Shortest, TimeSpan.FromDays(1)),
        OffOrRange(nameof(options.Connections), options.Connections, 1, MostConnections),
        OffOrRange(nameof(options.ConnectionsPerClient), options.ConnectionsPerClient, 1, MostConnections),
        OffOrRange(nameof(options.RequestRate), options.RequestRate, LeastRate, MostRequests),
        OffOrRange(nameof(options.RequestBurst), options.RequestBurst, 1, MostRequests),
        .. Check(options.Http2),
        .. Check(options.Overload),
    ];

    private static IEnumerable<string?> Check(Http2LimitsOptions options) =>
    [
        Range(HttpKey(nameof(options.Streams)), options.Streams, 1, 1_000),
        Range(HttpKey(nameof(options.HeaderTableBytes)), options.HeaderTableBytes, 0, 64 * Kibibyte),
        Range(HttpKey(nameof(options.FrameBytes)), options.FrameBytes, 16 * Kibibyte, Mebibyte),
        OffOrRange(HttpKey(nameof(options.Resets)), options.Resets, 1, 100_000),
    ];

    private static IEnumerable<string?> Check(OverloadOptions options) =>
    [
        OffOrRange(OverloadKey(nameof(options.Memory)), options.Memory, 0.5, 1),
        OffOrRange(OverloadKey(nameof(options.QueueDelay)), options.QueueDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1)),
        OffOrRange(OverloadKey(nameof(options.Requests)), options.Requests, 1, MostConnections),
        Range(OverloadKey(nameof(options.RetryAfter)), options.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
    ];

    private static string? Range(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        SettingsExtensions.CheckRange(Key(key), value, least, most);

    private static string? OffOrRange(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value == TimeSpan.Zero || (value >= least && value <= most) ? null
            : Describe(key, $"{value} is not allowed: it must be 0 (off) or {least} to {most} (days.hours:minutes:seconds).");

    private static string? Range<T>(string key, T value, T least, T most)
        where T : INumber<T> =>
        value >= least && value <= most
            ? null
            : Describe(key, string.Create(CultureInfo.InvariantCulture, $"{value} is not allowed: it must be {least} to {most}."));

    private static string? OffOrRange<T>(string key, T value, T least, T most)
        where T : INumber<T> =>
        T.IsZero(value) || (value >= least && value <= most) ? null
            : Describe(
                key, string.Create(CultureInfo.InvariantCulture, $"{value} is not allowed: it must be 0 (off) or {least} to {most}."));

    private static string HttpKey(string name) => $"{nameof(LimitsOptions.Http2)}:{name}";

    private static string OverloadKey(string name) => $"{nameof(LimitsOptions.Overload)}:{name}";

    private static string Key(string name) => $"{LimitsOptions.Section}:{name}";

    private static string Describe(string key, string reason) => $"{Key(key)}: {reason}";
}
