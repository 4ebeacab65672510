using LoadBalancer.Cluster.Settings;

namespace LoadBalancer.Cluster.Health;

/// <summary>How long connecting to a server may take. Configuration section <c>Gateway</c>.</summary>
internal sealed class ConnectOptions
{
    /// <summary>
    /// Time allowed to connect to a server: 10 ms to 1 min, default 5 s. A busy server may lose packets, which are sent again after 1 s and
    /// 3 s: a shorter time turns a delay into a failure.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<string?> Check() =>
        [GatewaySection.CheckRange(nameof(ConnectTimeout), ConnectTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))];
}
