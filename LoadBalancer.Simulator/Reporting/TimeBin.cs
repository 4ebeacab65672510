using LoadBalancer.Core.Statistics;
using LoadBalancer.Simulator.RequestLog;

namespace LoadBalancer.Simulator.Reporting;

/// <summary>The requests within one interval of time.</summary>
internal sealed class TimeBin
{
    private readonly long[] _latency = new long[LatencyBuckets.Wire.Count];
    private long[] _byServer = [];

    public long Requests { get; private set; }

    public long ServerErrors { get; private set; }

    public long ClientErrors { get; private set; }

    public long ClientsLeft { get; private set; }

    public LatencyHistogram Latency => LatencyHistogram.FromCounts(_latency);

    /// <summary>Returns the number of requests to a server, by the server's number.</summary>
    public long Of(int server) => server < _byServer.Length ? _byServer[server] : 0;

    /// <summary>Adds a request.</summary>
    /// <param name="server">The number of its server; negative if there is none.</param>
    /// <param name="entry">The request.</param>
    public void Add(int server, RequestLogEntry entry)
    {
        Requests++;
        ServerErrors += entry.IsServerError ? 1 : 0;
        ClientErrors += entry.IsClientError ? 1 : 0;
        ClientsLeft += entry.Status == RequestLogEntry.ClientLeft ? 1 : 0;
        if (entry.DurationMs is { } duration)
        {
            _latency[LatencyBuckets.Wire.IndexOf(TimeSpan.FromMilliseconds(duration))]++;
        }

        if (server >= 0)
        {
            MakeRoom(server + 1);
            _byServer[server]++;
        }
    }

    public void Add(TimeBin other)
    {
        Requests += other.Requests;
        ServerErrors += other.ServerErrors;
        ClientErrors += other.ClientErrors;
        ClientsLeft += other.ClientsLeft;
        Add(_latency, other._latency);
        MakeRoom(other._byServer.Length);
        Add(_byServer, other._byServer);
    }

    private static void Add(long[] sums, long[] counts)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            sums[i] += counts[i];
        }
    }

    private void MakeRoom(int servers)
    {
        if (_byServer.Length < servers)
        {
            Array.Resize(ref _byServer, servers);
        }
    }
}
