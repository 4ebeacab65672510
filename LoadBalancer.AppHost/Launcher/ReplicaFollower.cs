using System.Collections.Immutable;
using System.Globalization;
using LoadBalancer.AppHost.Topology;
using LoadBalancer.Registry.Replicas;

namespace LoadBalancer.AppHost.Launcher;

/// <summary>
/// Keeps as many servers running as the cluster wants: starts the next numbers, drains and stops the highest ones. At the
/// start the launcher's own argument counts, whatever an earlier one has left in the store. While the store is out of
/// reach everything stays as it is.
/// </summary>
internal sealed class ReplicaFollower(
    IReplicaStore replicas, ClusterTopology topology, Supervisor supervisor, TimeSpan stopDeadline, ILaunchOutput output, TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");
    private readonly List<Task> _stopping = [];
    private int _kept = topology.Backends.Length;
    private bool _isAnnounced;
    private bool _isAway;

    /// <summary>Follows until told to stop, and then waits for the servers that are being stopped already.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken kill)
    {
        using var timer = new PeriodicTimer(Interval, time);

        try
        {
            do
            {
                await TryFollowAsync(stop, kill);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        finally
        {
            await Task.WhenAll(_stopping);
        }
    }

    private async Task TryFollowAsync(CancellationToken stop, CancellationToken kill)
    {
        try
        {
            var wanted = (await replicas.ReadAsync(stop)).Wanted;

            // A store that was emptied has forgotten the number: it is told again.
            if (!_isAnnounced || wanted is null)
            {
                await replicas.SetWantedAsync(_kept, $"launcher {_name}", stop);
                _isAnnounced = true;
            }
            else
            {
                Keep(wanted.Value, kill);
            }

            await replicas.ReportAsync(new OrchestratorReport(_name, _kept, IReplicaStore.Most), stop);

            if (_isAway)
            {
                output.WriteLine("Replicas: what is wanted can be read again");
            }

            _isAway = false;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            if (!_isAway)
            {
                output.WriteErrorLine($"Replicas: what is wanted cannot be read, the servers stay as they are ({failure.Message.Split(';', '\r', '\n')[0]})");
            }

            _isAway = true;
        }
    }

    private void Keep(int wanted, CancellationToken kill)
    {
        if (wanted > _kept)
        {
            var added = Numbered(_kept + 1, wanted);
            output.WriteLine(Invariant($"Replicas: {wanted} wanted instead of {_kept}: starting {Listed(added)}"));
            foreach (var backend in added)
            {
                supervisor.Start(backend);
            }
        }
        else if (wanted < _kept)
        {
            var removed = Numbered(wanted + 1, _kept);
            output.WriteLine(Invariant($"Replicas: {wanted} wanted instead of {_kept}: draining and stopping {Listed(removed)}"));
            _stopping.RemoveAll(stopping => stopping.IsCompletedSuccessfully);
            _stopping.AddRange(removed.Select(backend => supervisor.StopAsync(backend.Name, stopDeadline, kill)));
        }

        _kept = wanted;
    }

    private ImmutableArray<ProjectResource> Numbered(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(number => ClusterTopology.Backend(number, topology.Store))];

    private static string Listed(ImmutableArray<ProjectResource> backends) =>
        backends.Length == 1 ? backends[0].Name : $"{backends[0].Name} to {backends[^1].Name}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
