using LoadBalancer.Backend;
using LoadBalancer.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync(args, BackendApplication.Build);
