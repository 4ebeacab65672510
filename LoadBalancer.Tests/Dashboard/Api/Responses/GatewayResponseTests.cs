using LoadBalancer.Dashboard.Api.Responses;
using LoadBalancer.Tests.EndToEnd.Dashboard;

namespace LoadBalancer.Tests.Dashboard.Api.Responses;

public sealed class GatewayResponseTests
{
    [Theory]
    [InlineData(-0.0002, 0)]
    [InlineData(-0.0012, -0.001)]
    [InlineData(7, 7)]
    public void Of_ClockThatIsBehindByLessThanAMillisecond_IsNotMinusZero(double ahead, double expected)
    {
        var view = SampleCluster.InUse().Gateways[0];

        var seconds = GatewayResponse.Of(
            view with { Status = view.Status with { ClockAhead = TimeSpan.FromSeconds(ahead) } }).ClockAheadSeconds!.Value;

        Assert.Equal(expected, seconds);
        Assert.Equal(expected < 0, double.IsNegative(seconds));
    }
}
