using System.Globalization;

namespace LoadBalancer.Tests.EndToEnd.Faults;

/// <summary>Which faults a run draws and how long those last that have an end. See the README of the tests.</summary>
internal sealed record FaultPlan(int Rounds, int Seed, TimeSpan Hold, TimeSpan AttemptTimeout, IReadOnlyList<FaultKind> Kinds)
{
    /// <summary>What a stalled request may take: its time at a hung server, and as much again on a busy machine.</summary>
    public TimeSpan LongestStall => AttemptTimeout * 2;

    /// <summary>Rounds of the long form as asked for; 0 where it is not.</summary>
    public static int LongRounds => Number("LB_FAULT_ROUNDS", 0);

    /// <summary>As the environment says, with so many rounds.</summary>
    public static FaultPlan FromEnvironment(int rounds) => new(
        rounds,
        Number("LB_FAULT_SEED", Random.Shared.Next()),
        TimeSpan.FromSeconds(Number("LB_FAULT_SECONDS", 3)),
        TimeSpan.FromSeconds(Number("LB_FAULT_TRY_SECONDS", 2)),
        Environment.GetEnvironmentVariable("LB_FAULT_KINDS") is { Length: > 0 } kinds
            ? [.. kinds.Split(',').Select(Enum.Parse<FaultKind>)]
            : Enum.GetValues<FaultKind>());

    /// <summary>The faults in order: all kinds come up before one comes up again.</summary>
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
