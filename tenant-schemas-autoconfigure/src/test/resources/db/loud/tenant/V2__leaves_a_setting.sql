SELECT set_config('app.' || 'left', 'something', false);
