using System.Net;
using LoadBalancer.Dashboard.State;

namespace LoadBalancer.Tests.Functional.Dashboard;

public sealed class AlarmApiTests
{
    [Fact]
    public async Task Alarms_StoreUnreachable_HaveWhatThePagesShow()
    {
        await using var host = await DashboardHost.StartWithServersAsync();
        var well = await (await host.GetAsync("/api/alarms")).ReadJsonAsync();
        Assert.DoesNotContain(well.GetProperty("alarms").EnumerateArray(), alarm => alarm.GetProperty("kind").GetString() == "store");

        await host.SetUnreachableAsync(true);
        using var response = await host.GetAsync("/api/alarms");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var away = await response.ReadJsonAsync();
        var alarm = away.GetProperty("alarms").EnumerateArray().Single(alarm => alarm.GetProperty("kind").GetString() == "store");
        var view = host.Get<ClusterView>();
        Assert.Equal(
            ("warning", "Redis has been unreachable", view.Connection.Since),
            (
                alarm.GetProperty("severity").GetString(),
                alarm.GetProperty("title").GetString(),
                alarm.GetProperty("since").GetDateTimeOffset()));
        Assert.Equal(view.Current!.At, away.GetProperty("readAt").GetDateTimeOffset());
        Assert.Contains(
            away.GetProperty("alarms").EnumerateArray(), one => one.GetProperty("title").GetString() == "No gateway is reporting.");
    }
}
