using LoadBalancer.Presentation.Charting;

namespace LoadBalancer.Tests.Presentation.Charting;

public sealed class TimeAxisTests
{
    private static readonly DateTimeOffset First = new(2026, 11, 24, 11, 58, 3, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 1, "11:58:03")]
    [InlineData(5, 1, "11:58:03")]
    [InlineData(30, 5, "11:58:05")]
    [InlineData(90, 15, "11:58:15")]
    [InlineData(180, 30, "11:58:30")]
    [InlineData(300, 60, "11:59")]
    [InlineData(1_800, 300, "12:00")]
    [InlineData(86_400, 21_600, "12:00")]
    [InlineData(6 * 86_400, 86_400, "11-25")]
    [InlineData(365 * 86_400, 64 * 86_400, null)]
    public void For_Length_HasTicksAtRoundTimes(int length, int step, string? label)
    {
        var axis = TimeAxis.For(First, TimeSpan.FromSeconds(length));

        Assert.Equal(TimeSpan.FromSeconds(step), axis.Step);
        Assert.InRange(axis.Ticks.Length, 1, 8);
        Assert.All(axis.Ticks, tick => Assert.Equal(0, tick.At.UtcTicks % axis.Step.Ticks));
        Assert.All(axis.Ticks, tick => Assert.Equal((tick.At - First).TotalSeconds / length, tick.Part, 9));
        Assert.Equal(label ?? axis.Labels()[0].Text, axis.Labels()[0].Text);
    }

    [Fact]
    public void For_NoLength_HasNoTicks() => Assert.Empty(TimeAxis.For(First, TimeSpan.Zero).Ticks);

    [Fact]
    public void For_AllOfTime_HasFewTicks() =>
        Assert.InRange(
            TimeAxis.For(DateTimeOffset.MinValue, DateTimeOffset.MaxValue - DateTimeOffset.MinValue).Labels().Length, 2, 8);
}
