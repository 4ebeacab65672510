using System.Globalization;
using LoadBalancer.Core.Failover;
using LoadBalancer.Core.Membership;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>
/// A simulated server. It processes a limited number of requests at once while others wait; it can die, hang, be slow and fail requests.
/// </summary>
internal sealed class SimulatedServer(
    SimulatedMachine machine, Distribution service, Distribution network, VirtualTime time, RandomStream random)
{
    private const int Unavailable = 503;
    private const int Ok = 200;

    private readonly Queue<RequestAttempt> _waiting = new();
    private readonly HashSet<RequestAttempt> _present = [];
    private int _process;
    private int _busy;

    public ServerId Id => machine.Id;

    public int Zone => machine.Zone;

    public int Weight => machine.Weight;

    /// <summary>The name of the server's process; each new process has a new name.</summary>
    public string Instance { get; private set; } = $"{machine.Id}.0";

    public bool IsRunning { get; private set; } = true;

    /// <summary>Whether the server's machine has disappeared: connections are neither accepted nor refused.</summary>
    public bool IsVanished { get; private set; }

    public bool Hangs { get; private set; }

    /// <summary>Whether the process has begun to stop; it does not join again.</summary>
    public bool IsStopping { get; set; }

    /// <summary>The factor by which processing takes longer.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>The fraction of requests to which the server responds with 503.</summary>
    public double FailPart { get; set; }

    /// <summary>Whether the server responds.</summary>
    public bool IsWell => IsRunning && !Hangs;

    public int Present => _present.Count;

    /// <summary>The time at which the server last stopped responding.</summary>
    public DateTimeOffset DiedAt { get; private set; }

    /// <summary>Accepts a request that has arrived over the network.</summary>
    /// <param name="attempt">The attempt of the request on this server.</param>
    /// <param name="connectTimeout">The time that the gateway waits for a connection to a machine that has disappeared.</param>
    public void Take(RequestAttempt attempt, TimeSpan connectTimeout)
    {
        if (IsVanished)
        {
            time.After(connectTimeout, () => attempt.End(AttemptOutcome.ConnectTimedOut));
        }
        else if (!IsRunning || !string.Equals(attempt.Process, Instance, StringComparison.Ordinal))
        {
            time.After(network.Draw(random), () => attempt.End(AttemptOutcome.NotReached));
        }
        else
        {
            _present.Add(attempt);
            _waiting.Enqueue(attempt);
            WorkOn();
        }
    }

    /// <summary>Returns whether a probe passes, and whether its result is known at once rather than after the probe's timeout.</summary>
    public (bool Passes, bool AtOnce) Probe(string process) => IsVanished || (IsRunning && Hangs)
        ? (false, false)
        : (IsRunning && string.Equals(process, Instance, StringComparison.Ordinal), true);

    public void Kill(bool vanishes = false)
    {
        IsRunning = false;
        Hangs = false;
        IsVanished = vanishes;
        _busy = 0;
        DiedAt = time.Now;
        _waiting.Clear();
        var lost = _present.ToArray();
        _present.Clear();
        if (!vanishes)
        {
            foreach (var attempt in lost)
            {
                time.After(network.Draw(random), () => attempt.End(AttemptOutcome.NoResponse));
            }
        }
    }

    /// <summary>Starts a new process, unless one is running.</summary>
    public void Start()
    {
        if (!IsRunning)
        {
            Instance = string.Create(CultureInfo.InvariantCulture, $"{machine.Id}.{++_process}");
            IsRunning = true;
            IsVanished = false;
            IsStopping = false;
        }
    }

    public void Hang(bool hangs)
    {
        DiedAt = hangs && !Hangs ? time.Now : DiedAt;
        Hangs = hangs;
        WorkOn();
    }

    private void WorkOn()
    {
        while (IsWell && _busy < machine.Workers && _waiting.TryDequeue(out var attempt))
        {
            _busy++;
            var process = _process;
            time.After(service.Draw(random) * Slowness, () => Finish(attempt, process));
        }
    }

    private void Finish(RequestAttempt attempt, int process)
    {
        if (process != _process || !IsRunning)
        {
            return;
        }

        if (Hangs)
        {
            // The request continues once the process does.
            time.After(TimeSpan.FromMilliseconds(10), () => Finish(attempt, process));
            return;
        }

        _busy--;
        _present.Remove(attempt);
        var status = FailPart > 0 && random.NextDouble() < FailPart ? Unavailable : Ok;
        time.After(network.Draw(random), () => attempt.End(AttemptOutcome.Responded, status));
        WorkOn();
    }
}
