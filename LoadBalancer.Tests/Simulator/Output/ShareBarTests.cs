using LoadBalancer.Simulator.Output;

namespace LoadBalancer.Tests.Simulator.Output;

public sealed class ShareBarTests
{
    [Theory]
    [InlineData(0.5, 0.5, true, "████████████████████████")]
    [InlineData(0.25, 0.5, true, "████████████")]
    [InlineData(0.01, 0.5, true, "▌")]
    [InlineData(0, 0.5, true, "")]
    [InlineData(0, 0, true, "")]
    [InlineData(0.25, 0.5, false, "############")]
    public void Of_Share_IsRelativeToTheGreatest(double share, double greatest, bool isUnicode, string bar) =>
        Assert.Equal(bar, ShareBar.Of(share, greatest, isUnicode));
}
