namespace LoadBalancer.Gateway.WarmUp;

/// <summary>
/// Has the warm-up's clients ask in rounds, with rests in which the runtime compiles what it has found to be used often, until
/// some rounds in a row have brought nearly nothing to compile. In the rests clients are served.
/// </summary>
internal sealed class WarmUpRounds(IServiceCollection services, CompiledMethods compiled, TimeProvider timeProvider)
{
    /// <summary>
    /// In each round anew: the runtime compiles a method again when it was called 30 times, those for a new connection too.
    /// </summary>
    private const int Clients = 40;

    /// <summary>Requests of each client in a round.</summary>
    private const int Times = 14;

    /// <summary>What else runs in the process may be compiled meanwhile.</summary>
    private const int Few = 20;

    /// <summary>A busy machine may have left the compiler no time in one.</summary>
    private const int QuietRounds = 2;

    /// <summary>Longer than the runtime waits after the last new method before it counts calls: see the project file.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    /// <summary>Requests that were answered.</summary>
    public int Requests { get; private set; }

    /// <exception cref="OperationCanceledException">Time was up before a round brought nothing.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var server = new WarmUpServer();
        await using var warmed = await WarmUpGateway.StartAsync(services, server.Url, cancellationToken);
        for (var quiet = 0; quiet < QuietRounds;)
        {
            var before = compiled.Count();
            await WarmUpClients.AskAsync(warmed.Address, Clients, Times, cancellationToken);
            Requests += Clients * Times;
            warmed.DropLog();
            await SettleAsync(cancellationToken);
            quiet = compiled.Count() - before > Few ? 0 : quiet + 1;
        }
    }

    /// <summary>Waits until the compiler pauses.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        long before;
        do
        {
            before = compiled.Count();
            await Task.Delay(Rest, timeProvider, cancellationToken);
        }
        while (compiled.Count() > before);
    }
}
