using LoadBalancer.Cluster.Membership;
using LoadBalancer.Core.Membership;

namespace LoadBalancer.Tests.Cluster.Membership;

public sealed class LeaseMarksTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly Server A = new() { Id = new("a"), Url = "http://a.test", Instance = "p1", Lease = Interval * 3 };

    [Fact]
    public void Next_MissingForTheLengthOfTheLease_IsDueThenAndNotEarlier()
    {
        var marks = LeaseMarks.None;
        var due = new List<bool>();
        for (var sweep = 0; sweep < 5; sweep++)
        {
            marks = marks.Next([A], Interval);
            due.Add(marks.IsDue(A));
        }

        Assert.Equal([false, false, false, true, true], due);
    }

    [Fact]
    public void Next_SeenWithItsLeaseInBetween_StartsOver()
    {
        var marks = LeaseMarks.None.Next([A], Interval).Next([A], Interval).Next([A], Interval).Next([], Interval);

        marks = marks.Next([A], Interval);

        Assert.Equal(TimeSpan.Zero, marks.Marks[new("a")].Missing);
        Assert.Equal(5, marks.Turn);
    }

    [Fact]
    public void Next_AnotherProcessHasTheId_StartsOver()
    {
        var marks = LeaseMarks.None.Next([A], Interval).Next([A], Interval);

        Assert.Equal(new LeaseMark("p2", TimeSpan.Zero), marks.Next([A with { Instance = "p2" }], Interval).Marks[new("a")]);
    }

    [Fact]
    public void IsDue_NoLengthRecorded_IsTenSeconds()
    {
        var old = A with { Lease = null };
        var marks = LeaseMarks.None.Next([old], Interval);

        Assert.False(marks.Next([old], TimeSpan.FromSeconds(9.999)).IsDue(old));
        Assert.True(marks.Next([old], TimeSpan.FromSeconds(10)).IsDue(old));
    }

    [Theory]
    [InlineData(100, 1_000)]
    [InlineData(333, 1_000)]
    [InlineData(1_000, 3_000)]
    public void Lifetime_OfMarks_IsAFewIntervals(int interval, int expected) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expected), LeaseMarks.Lifetime(TimeSpan.FromMilliseconds(interval)));
}
