using LoadBalancer.Dashboard.Components;

namespace LoadBalancer.Tests.Dashboard.Components;

public sealed class ViewerClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 5, TimeSpan.Zero);

    [Fact]
    public void Time_InATimeZone_IsTheViewersTime()
    {
        var clock = ViewerClock.In("Europe/Berlin");

        Assert.Equal(("14:00:05", "14:00", "Europe/Berlin"), (clock.Time(Noon), clock.ShortTime(Noon), clock.Zone));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Nowhere/Land")]
    [InlineData("../../etc/passwd")]
    public void In_UnknownTimeZone_IsUtc(string? zone) => Assert.Equal("UTC", ViewerClock.In(zone).Zone);

    [Fact]
    public void TimeOn_AnotherDayOfTheViewer_IncludesTheDay()
    {
        var clock = ViewerClock.In("Pacific/Auckland");

        Assert.Equal("2026-07-02 00:00:05", clock.TimeOn(Noon, Noon.AddHours(-1)));
        Assert.Equal("00:00:05", clock.TimeOn(Noon, Noon.AddHours(1)));
    }
}
