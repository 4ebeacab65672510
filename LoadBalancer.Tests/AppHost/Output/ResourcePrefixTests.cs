using LoadBalancer.AppHost.Output;

namespace LoadBalancer.Tests.AppHost.Output;

public sealed class ResourcePrefixTests
{
    [Fact]
    public void Apply_Plain_PadsTheName()
    {
        Assert.Equal("backend-1  | hello", new ResourcePrefix(10, coloured: false).Apply("backend-1", "hello"));
    }

    [Fact]
    public void Apply_Colored_ColorsOnlyTheName()
    {
        Assert.Matches("""^\e\[\d+mbackend-1 \|\e\[0m hello$""", new ResourcePrefix(9, coloured: true).Apply("backend-1", "hello"));
    }

    [Fact]
    public void Apply_AdjacentResources_HaveDifferentColors()
    {
        var prefix = new ResourcePrefix(9, coloured: true);

        Assert.NotEqual(prefix.Apply("backend-1", "")[..5], prefix.Apply("backend-2", "")[..5]);
    }
}
