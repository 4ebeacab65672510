using LoadBalancer.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(RedisServer))]
[assembly: AssemblyFixture(typeof(GarnetStore))]
