terraform output -raw orders_key > key.json
