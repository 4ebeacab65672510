using BenchmarkDotNet.Running;
using LoadBalancer.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(Clusters).Assembly).Run(args, new ShortRunConfig());
return 0;
