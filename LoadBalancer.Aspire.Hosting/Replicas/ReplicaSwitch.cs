using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace LoadBalancer.Aspire.Hosting.Replicas;

/// <summary>Starts and stops servers so that the first ones of a set run, as many as wanted. Not thread-safe.</summary>
internal sealed partial class ReplicaSwitch(
    ReplicaSet set,
    Func<IResource, string, CancellationToken, Task<ExecuteCommandResult>> execute,
    SpareServers spares,
    ILogger<ReplicaFollower> logger)
{
    private readonly Dictionary<IResource, Task> _commands = [];

    /// <summary>The number of servers that are running or being started.</summary>
    public int Kept { get; private set; } = set.Initially;

    /// <summary>
    /// Changes how many servers run. Returns without waiting: a server may take long to drain, and a late report would be no longer valid.
    /// </summary>
    public void Keep(int wanted, CancellationToken stop)
    {
        if (wanted == Kept)
        {
            return;
        }

        LogChanging(wanted, Kept);
        foreach (var server in set.Servers[..wanted])
        {
            spares.Remove(server);
        }

        foreach (var server in set.Servers[wanted..])
        {
            spares.Add(server);
        }

        var (command, changed) = wanted > Kept
            ? (KnownResourceCommands.StartCommand, set.Servers[Kept..wanted])
            : (KnownResourceCommands.StopCommand, set.Servers[wanted..Kept]);
        Kept = wanted;
        foreach (var server in changed)
        {
            _commands[server] = ExecuteAsync(server, command, after: _commands.GetValueOrDefault(server, Task.CompletedTask), stop);
        }
    }

    /// <summary>Waits until all commands so far have completed.</summary>
    public async Task SettleAsync() => await Task.WhenAll(_commands.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task ExecuteAsync(IResource server, string command, Task after, CancellationToken stop)
    {
        await after.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var result = await execute(server, command, stop);
        if (!result.Success && !stop.IsCancellationRequested)
        {
            LogFailed(command, server.Name, result.Message);
        }
    }

    [LoggerMessage(5301, LogLevel.Information, "Changing the number of servers from {Kept} to {Wanted}")]
    private partial void LogChanging(int wanted, int kept);

    [LoggerMessage(5304, LogLevel.Error, "The command {Command} failed for {Server}: {Reason}")]
    private partial void LogFailed(string command, string server, string? reason);
}
