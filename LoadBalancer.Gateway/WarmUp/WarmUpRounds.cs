namespace LoadBalancer.Gateway.WarmUp;

/// <summary>
/// Runs the warm-up's clients in rounds, with pauses in which the runtime compiles frequently used methods, until consecutive rounds have
/// caused almost no compilation. During the pauses, real clients are served.
/// </summary>
internal sealed class WarmUpRounds(IServiceCollection services, CompiledMethods compiled, TimeProvider timeProvider)
{
    /// <summary>
    /// The number of clients, which connect again in each round: the runtime recompiles a method after 30 calls, including the methods for
    /// a new connection.
    /// </summary>
    private const int Clients = 40;

    /// <summary>The number of requests of each client in a round.</summary>
    private const int Times = 14;

    /// <summary>
    /// The number of compilations that a quiet round may have, since other code in the process may be compiled at the same time.
    /// </summary>
    private const int Few = 20;

    /// <summary>The number of consecutive quiet rounds. On a busy machine the compiler may not have run during one.</summary>
    private const int QuietRounds = 2;

    /// <summary>The pause. Longer than the runtime waits after the last new method before it counts calls: see the project file.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(50);

    /// <summary>The number of requests with a response.</summary>
    public int Requests { get; private set; }

    /// <exception cref="OperationCanceledException">The time was up before the rounds were quiet.</exception>
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
