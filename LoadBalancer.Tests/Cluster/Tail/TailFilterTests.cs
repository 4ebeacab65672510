using CsCheck;
using LoadBalancer.Cluster.Tail;

namespace LoadBalancer.Tests.Cluster.Tail;

public sealed class TailFilterTests
{
    [Theory]
    [InlineData("", 0, int.MaxValue, false)]
    [InlineData("status=5xx", 500, 599, false)]
    [InlineData("status=404", 404, 404, false)]
    [InlineData("status=failed", 0, int.MaxValue, true)]
    public void TryParse_Status_IsARangeOrFailed(string text, int first, int last, bool isForFailed)
    {
        Assert.True(TailFilter.TryParse(text, out var filter));

        Assert.Equal((first, last, isForFailed), (filter.Statuses.First, filter.Statuses.Last, filter.IsForFailed));
        Assert.Equal(text, filter.Text);
    }

    [Theory]
    [InlineData("status=6xx")]
    [InlineData("status=99")]
    [InlineData("status=600")]
    [InlineData("status=FAILED")]
    [InlineData("server=a%20b")]
    [InlineData("gateway=..")]
    [InlineData("minMs=-1")]
    [InlineData("minMs=3600001")]
    [InlineData("minMs=1e3")]
    [InlineData("moon=full")]
    [InlineData("status=5xx&status=4xx")]
    [InlineData("status")]
    [InlineData("status=5xx=")]
    public void TryParse_WhatIsNoFilter_ReturnsFalse(string text) => Assert.False(TailFilter.TryParse(text, out _));

    [Fact]
    public void TryCreate_KeyTooLong_NamesIt()
    {
        Assert.False(TailFilter.TryCreate(name => name == "key" ? new string('k', TailFilter.LongestKey + 1) : null, out _, out var wrong));
        Assert.Equal("key", wrong);
    }

    [Fact]
    public void TryCreate_EmptyValues_IsTheFilterThatEverythingPasses()
    {
        Assert.True(TailFilter.TryCreate(_ => "", out var filter, out _));
        Assert.Equal(TailFilter.All, filter);
    }

    [Fact]
    public void TryParse_TextOfAnyKey_ReturnsAnEqualFilter() => Gen.String[1, TailFilter.LongestKey].Where(Rune).Sample(key =>
    {
        Assert.True(TailFilter.TryCreate(name => name switch { "key" => key, "minMs" => "7", _ => null }, out var filter, out _));
        Assert.True(TailFilter.TryParse(filter.Text, out var read));
        Assert.Equal((filter, key, 7), (read, read.Key!, (int)read.LeastDuration.TotalMilliseconds));
    });

    /// <summary>Half a surrogate pair has no form in UTF-8.</summary>
    private static bool Rune(string text) => !text.Any(char.IsSurrogate);
}
