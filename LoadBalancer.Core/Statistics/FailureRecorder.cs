using System.Collections.Immutable;
using LoadBalancer.Core.Failures;

namespace LoadBalancer.Core.Statistics;

/// <summary>
/// Counts the failed attempts on one server by cause. Thread-safe without locks: any number of threads record while one takes. Allocates on
/// the first failure only, so that servers that work cost nothing.
/// </summary>
public sealed class FailureRecorder
{
    private static readonly int Causes = Enum.GetValues<FailureCause>().Length;

    private int[]? _counts;

    /// <summary>Records a failed attempt. O(1).</summary>
    public void Record(FailureCause cause)
    {
        var counts = Volatile.Read(ref _counts);
        if (counts is null)
        {
            var created = new int[Causes];
            counts = Interlocked.CompareExchange(ref _counts, created, null) ?? created;
        }

        Interlocked.Increment(ref counts[(int)cause]);
    }

    /// <summary>
    /// Removes and returns what was recorded since the last call, by the name of the cause; nothing is lost or taken twice. O(causes).
    /// </summary>
    public ImmutableArray<CauseCount> Take()
    {
        if (Volatile.Read(ref _counts) is not { } counts)
        {
            return [];
        }

        var taken = ImmutableArray.CreateBuilder<CauseCount>();
        for (var cause = 0; cause < counts.Length; cause++)
        {
            if (Volatile.Read(ref counts[cause]) > 0)
            {
                taken.Add(new(FailureCauses.NameOf((FailureCause)cause), Interlocked.Exchange(ref counts[cause], 0)));
            }
        }

        return taken.DrainToImmutable();
    }
}
