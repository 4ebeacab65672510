using System.Globalization;

namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>
/// The faults that a run injects and how long a temporary fault lasts; LoadBalancer.Tests/README.md describes the variables.
/// </summary>
internal sealed record FaultPlan(int Rounds, int Seed, TimeSpan Hold, TimeSpan AttemptTimeout, IReadOnlyList<FaultKind> Kinds)
{
    /// <summary>The longest time that a request may take: the attempt timeout at a hung server, doubled for a busy machine.</summary>
    public TimeSpan LongestStall => AttemptTimeout * 2;

    /// <summary>The number of rounds of the long form; 0 if it is not requested.</summary>
    public static int LongRounds => Number("LB_FAULT_ROUNDS", 0);

    /// <summary>Reads the plan from the environment, with the given number of rounds.</summary>
    public static FaultPlan FromEnvironment(int rounds) => new(
        rounds,
        Number("LB_FAULT_SEED", Random.Shared.Next()),
        TimeSpan.FromSeconds(Number("LB_FAULT_SECONDS", 3)),
        TimeSpan.FromSeconds(Number("LB_FAULT_TRY_SECONDS", 2)),
        Environment.GetEnvironmentVariable("LB_FAULT_KINDS") is { Length: > 0 } kinds
            ? [.. kinds.Split(',').Select(Enum.Parse<FaultKind>)]
            : Enum.GetValues<FaultKind>());

    /// <summary>Draws the faults in order: every kind occurs before any kind occurs again.</summary>
    public IEnumerable<FaultKind> Draw(Random random)
    {
        var deck = new Queue<FaultKind>();
        for (var round = 0; round < Rounds; round++)
        {
            if (deck.Count == 0)
            {
                FaultKind[] kinds = [.. Kinds];
                random.Shuffle(kinds);
                deck = new(kinds);
            }

            yield return deck.Dequeue();
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
