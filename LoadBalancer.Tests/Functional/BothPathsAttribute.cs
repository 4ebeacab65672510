using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace LoadBalancer.Tests.Functional;

/// <summary>
/// Runs a theory once for each <see cref="ForwardingPath"/>, which is the first argument, followed by the arguments given here.
/// </summary>
/// <param name="data">The arguments after the path.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class BothPathsAttribute(params object?[] data) : DataAttribute
{
    public override bool SupportsDiscoveryEnumeration() => true;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [.. Enum.GetValues<ForwardingPath>().Select(path => new TheoryDataRow([path, .. data]))]);
}
