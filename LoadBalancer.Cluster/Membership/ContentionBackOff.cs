namespace LoadBalancer.Cluster.Membership;

/// <summary>
/// The waits between attempts of a conditional write that concurrent writes can defeat. One writer succeeds at a time, so that every writer
/// gets its turn; random waits keep them from starting at the same moment. Not thread-safe.
/// </summary>
/// <param name="timeProvider">The clock.</param>
/// <param name="random">Determines the waits; by default <see cref="Random.Shared"/>.</param>
public sealed class ContentionBackOff(TimeProvider timeProvider, Random? random = null)
{
    /// <summary>How long a write is attempted, 30 s.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private const int MaxDoublings = 6;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(2);

    private readonly Random _random = random ?? Random.Shared;
    private readonly long _began = timeProvider.GetTimestamp();
    private int _defeats;

    /// <summary>
    /// Waits before the next attempt: not at all after the first defeat, then for a random time below a limit that grows from 4 to 128 ms.
    /// </summary>
    /// <exception cref="RegistryContentionException"><see cref="Longest"/> has passed since this object was created.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (timeProvider.GetElapsedTime(_began) >= Longest)
        {
            throw new RegistryContentionException();
        }

        if (_defeats++ > 0)
        {
            var most = FirstWait * (1 << Math.Min(_defeats - 1, MaxDoublings));
            await Task.Delay(most * _random.NextDouble(), timeProvider, cancellationToken);
        }
    }
}
