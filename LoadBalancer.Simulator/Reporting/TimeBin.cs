namespace LoadBalancer.Simulator.Reporting;

/// <summary>The requests within one interval of time.</summary>
internal sealed class TimeBin
{
    private long[] _byServer = [];

    public long Requests { get; private set; }

    public long Failures { get; private set; }

    /// <summary>Returns the number of requests to a server, by the server's number.</summary>
    public long Of(int server) => server < _byServer.Length ? _byServer[server] : 0;

    public void Add(int server, bool isFailure)
    {
        Requests++;
        Failures += isFailure ? 1 : 0;
        if (server >= 0)
        {
            MakeRoom(server + 1);
            _byServer[server]++;
        }
    }

    public void Add(TimeBin other)
    {
        Requests += other.Requests;
        Failures += other.Failures;
        MakeRoom(other._byServer.Length);
        for (var server = 0; server < other._byServer.Length; server++)
        {
            _byServer[server] += other._byServer[server];
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
