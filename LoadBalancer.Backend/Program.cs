using LoadBalancer.Backend;
using LoadBalancer.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync(() => BackendApplication.Build(args));
