using System.Globalization;
using LoadBalancer.Core.Failover;
using LoadBalancer.Simulator.Clusters.Timing;

namespace LoadBalancer.Simulator.Clusters.Servers;

/// <summary>A server: works on so many requests at once, the others wait in line; can die, hang, be slow, fail.</summary>
internal sealed class SimulatedServer(
    SimulatedMachine machine, Distribution service, Distribution network, VirtualTime time, RandomStream random)
{
    private const int Unavailable = 503;
    private const int Ok = 200;

    private readonly Queue<RequestAttempt> _waiting = new();
    private readonly HashSet<RequestAttempt> _present = [];
    private int _process;
    private int _busy;

    public string Id => machine.Id;

    public int Zone => machine.Zone;

    public int Weight => machine.Weight;

    /// <summary>The name of its process: each new one has another.</summary>
    public string Instance { get; private set; } = $"{machine.Id}.0";

    public bool IsRunning { get; private set; } = true;

    /// <summary>Whether its machine is gone: nobody refuses, nobody responds.</summary>
    public bool IsVanished { get; private set; }

    public bool Hangs { get; private set; }

    /// <summary>Whether its process has begun to leave: it does not join again.</summary>
    public bool IsStopping { get; set; }

    /// <summary>How many times as long it takes.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>The part of the requests that it responds to with 503.</summary>
    public double FailPart { get; set; }

    /// <summary>Whether it responds.</summary>
    public bool IsWell => IsRunning && !Hangs;

    public int Present => _present.Count;

    /// <summary>When it last stopped answering.</summary>
    public DateTimeOffset DiedAt { get; private set; }

    /// <summary>A request has come over the network.</summary>
    /// <param name="attempt">The request.</param>
    /// <param name="connectTimeout">How long its gateway waits for a machine that is not there.</param>
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

    /// <summary>Whether it would answer a probe, and if not, whether at once.</summary>
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

    /// <summary>A new process, unless one runs.</summary>
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
            // It goes on when the process does.
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
