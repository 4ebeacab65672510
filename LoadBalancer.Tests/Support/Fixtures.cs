using LoadBalancer.Tests.Support;

[assembly: AssemblyFixture(typeof(RedisServer))]
[assembly: AssemblyFixture(typeof(GarnetStore))]
