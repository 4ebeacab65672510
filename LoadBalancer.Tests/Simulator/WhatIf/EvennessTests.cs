using LoadBalancer.Simulator.WhatIf;

namespace LoadBalancer.Tests.Simulator.WhatIf;

public sealed class EvennessTests
{
    [Fact]
    public void Of_SharesAsWeightsDeserve_IsPerfect() =>
        Assert.Equal(new Evenness(3, 1, 0), Evenness.Of([(100, 0.25), (100, 0.25), (200, 0.5)]));

    [Fact]
    public void Of_OneServerWithTwiceItsPart_IsTwo()
    {
        var evenness = Evenness.Of([(100, 0.5), (300, 0.5)]);

        Assert.Equal(2, evenness.PeakToMean, 12);
        Assert.Equal(Math.Sqrt(5 / 9.0), evenness.RelativeDeviation, 12);
    }
}
