using LoadBalancer.AppHost.Output;

namespace LoadBalancer.Tests.AppHost.Output;

public sealed class ResourcePrefixTests
{
    [Fact]
    public void Apply_Plain_PadsTheName()
    {
        Assert.Equal("backend-1  | hello", new ResourcePrefix(["backend-10", "backend-1"], coloured: false).Apply("backend-1", "hello"));
    }

    [Fact]
    public void Apply_Colored_ColorsOnlyTheName()
    {
        var prefix = new ResourcePrefix(["backend-1"], coloured: true);

        Assert.Matches("""^\e\[\d+mbackend-1 \|\e\[0m hello$""", prefix.Apply("backend-1", "hello"));
    }

    [Fact]
    public void Apply_TenResources_HaveTenColorsWithoutThatOfErrors()
    {
        string[] names = ["redis", "gateway", "gateway-2", "gateway-3", "dashboard", .. Enumerable.Range(1, 4).Select(i => $"backend-{i}")];
        var prefix = new ResourcePrefix(names, coloured: true);

        string[] colors = [.. names.Append("backend-5").Select(name => prefix.Apply(name, "").Split('m')[0])];

        Assert.Equal(10, colors.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(colors, color => color is "\e[31" or "\e[91");
    }
}
