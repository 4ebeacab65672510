using System.ComponentModel.DataAnnotations;
using LoadBalancer.Cluster.Health;
using LoadBalancer.Cluster.Settings;
using LoadBalancer.Tests.Support;

namespace LoadBalancer.Tests.Cluster.Settings;

public sealed class AtLeastAttributeTests
{
    [Fact]
    public void Validate_ShorterThanTheOther_NamesBoth()
    {
        var options = new HealthOptions { Ejection = TimeSpan.FromSeconds(10), LongestEjection = TimeSpan.FromSeconds(9.9) };

        var failures = OptionRules.Find(new HealthOptions.Rules(), HealthOptions.Section, options);

        Assert.Equal(
            "Gateway:Health:LongestEjection: 00:00:09.9000000 is not allowed: it must be at least Gateway:Health:Ejection (00:00:10).",
            Assert.Single(failures));
    }

    [Fact]
    public void Validate_AsLongAsTheOther_Passes()
    {
        var options = new HealthOptions { Ejection = TimeSpan.FromSeconds(10), LongestEjection = TimeSpan.FromSeconds(10) };

        Assert.Empty(OptionRules.Find(new HealthOptions.Rules(), HealthOptions.Section, options));
    }

    [Fact]
    public void Validate_NameOfNoProperty_Throws()
    {
        var context = new ValidationContext(new HealthOptions(), "x", serviceProvider: null, items: null);

        var error = Assert.Throws<InvalidOperationException>(
            () => new AtLeastAttribute("Other").GetValidationResult(TimeSpan.Zero, context));

        Assert.Equal("HealthOptions has no property Other.", error.Message);
    }
}
